#pragma once

#include <string>

#include <preflight/output/writer.hpp>
#include <preflight/upload/plan/plan.hpp>

namespace preflight::cli {

/// A plan for people: an item a line, why where it is not sent, and below what it all takes. Without `with_all`, what
/// would change nothing is only counted, and of a long plan the beginning is shown.
[[nodiscard]] std::string plan_table(const upload::plan& plan, const appearance& appearance, bool with_all);

}  // namespace preflight::cli
