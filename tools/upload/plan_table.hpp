#pragma once

#include <cstddef>
#include <string>

#include <preflight/upload/plan.hpp>

namespace preflight::cli {

/// A plan for people: an item a line, why where it is not sent, and below what it all takes. `columns` of the terminal;
/// 0: lines are as long as they are.
[[nodiscard]] std::string plan_table(const upload::plan& of, bool colour, std::size_t columns);

}  // namespace preflight::cli
