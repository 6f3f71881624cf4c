#pragma once

/// Everything in the core: facts from bytes, rules, destinations, verdicts.
#include <preflight/check.hpp>
#include <preflight/destinations/all.hpp>
#include <preflight/input/source.hpp>
#include <preflight/report.hpp>
#include <preflight/rules/all.hpp>
#include <preflight/sniff/probe.hpp>
#include <preflight/sniff/sniff_session.hpp>
