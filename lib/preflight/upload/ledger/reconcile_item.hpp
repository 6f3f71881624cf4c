#pragma once

#include <chrono>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include <preflight/upload/api/background_settings.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/plan/plan.hpp>

namespace preflight::upload {

/// A request of which nobody knows how it ended.
[[nodiscard]] bool is_open_question(const ledger_entry& entry);
[[nodiscard]] std::chrono::system_clock::time_point time_of(const ledger_entry& entry);

/// As one word of a command for a shell, in quotes where it needs them.
[[nodiscard]] std::string shell_word(std::string_view text);

/// What an item that would be sent becomes by what the ledger knows of its target, and for a background by what the
/// service lists; `accounted` are ids that the ledger knows. `ledger` is how commands that are named to people call its
/// file; empty: they need not. Changes outcome, id and message, or nothing.
void apply_earlier_picture(plan_item& item, std::span<const ledger_entry> of_target, std::string_view ledger = {});
void apply_earlier_background(plan_item& item, const ledger_entry& earlier, std::span<const stored_file> now,
                              const std::set<std::string>& accounted, std::string_view ledger = {});

}  // namespace preflight::upload
