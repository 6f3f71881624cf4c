#pragma once

#include <string>

#include <preflight/output/writer.hpp>
#include <preflight/upload/plan/plan.hpp>

namespace preflight::cli {

/// A plan for people: an item a line, why where it is not sent, and below what it all takes; or only what is not well.
[[nodiscard]] std::string plan_table(const upload::plan& plan, const appearance& appearance);

}  // namespace preflight::cli
