#include "cli/did_you_mean.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include <preflight/text/ascii_case.hpp>

namespace preflight::cli {
namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t few_names = 12;

/// Insertions, deletions, replacements and swaps of neighbours that make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::string lowered(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c == '_' ? '-' : ascii_lower(c); });
  return out;
}

}  // namespace

std::string_view did_you_mean(std::string_view typed, std::span<const std::string_view> known) {
  if (typed.empty() || typed.size() > longest_name) {
    return {};
  }
  const std::string lower_typed = lowered(typed);
  std::string_view best;
  std::size_t min = std::max<std::size_t>(lower_typed.size() / 3, 1) + 1;
  for (const std::string_view name : known) {
    const std::string lower_name = lowered(name);
    const bool part = lower_typed.size() >= 4 && lower_name.find(lower_typed) != std::string::npos;
    const std::size_t apart = std::min(distance(lower_typed, lower_name), part ? std::size_t{1} : longest_name);
    if (apart < min) {
      min = apart;
      best = name;
    }
  }
  return best;
}

std::string suggestion(std::string_view typed, std::span<const std::string_view> known) {
  if (const std::string_view near = did_you_mean(typed, known); !near.empty()) {
    return fmt::format("; did you mean '{}'?", near);
  }
  if (known.size() == 1) {
    return fmt::format("; the only choice is {}", known.front());
  }
  return known.size() <= few_names ? fmt::format("; choose from {}", fmt::join(known, ", ")) : std::string{};
}

}  // namespace preflight::cli
