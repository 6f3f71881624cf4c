#pragma once

/// Everything in the core: facts from bytes, rules, destinations, verdicts.
#include <preflight/check.hpp>
#include <preflight/destinations.hpp>
#include <preflight/probe.hpp>
#include <preflight/report.hpp>
#include <preflight/rules.hpp>
#include <preflight/sniffers.hpp>
#include <preflight/source.hpp>
