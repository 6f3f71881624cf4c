#pragma once

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/engine/engine.hpp>
#include <preflight/upload/ledger/sqlite_ledger.hpp>
#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/send/uploader.hpp>

#include "upload/send/fake_zoom.hpp"

namespace preflight::test {

/// A clock that never makes anybody wait.
class instant_clock final : public upload::clock {
 public:
  using clock::wait;
  void wait(std::chrono::nanoseconds how_long, const std::function<bool()>&) override { waited += how_long; }
  [[nodiscard]] upload::utc_time today() override { return clock::today() + ahead; }
  std::chrono::nanoseconds waited{0};
  std::chrono::minutes ahead{0};  ///< of the real time, which the ledger notes
};

/// A folder of files, a ledger in it, and a service in memory.
class rehearsal {
 public:
  rehearsal() {
    std::string name = (std::filesystem::temp_directory_path() / "media-preflight-test-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    file_policy.make_inspector = [] {
      return [](std::span<const unsigned char> bytes, const upload::refusal&) {
        return upload::inspection_result{engine::sniff(bytes), std::nullopt};
      };
    };
    file_policy.policy = [this](upload::purpose purpose, const std::string&) {
      return upload::judged_by{&destination_of(purpose), &usual, &request_severities};
    };
  }
  rehearsal(const rehearsal&) = delete;
  rehearsal& operator=(const rehearsal&) = delete;
  ~rehearsal() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  /// A GIF of 1280x720 that differs from others by `mark` alone.
  static std::string picture(std::uint32_t mark) {
    std::string out{"GIF89a\x00\x05\xD0\x02\x00\x00\x00", 13};
    out += std::string{"\x21\xFE\x04", 3};
    for (unsigned shift = 0; shift < 32; shift += 8) {
      out += static_cast<char>((mark >> shift) & 0xFFU);
    }
    out += std::string{"\0\x2C\0\0\0\0\x00\x05\xD0\x02\x80\0\0\0\xFF\xFF\xFF\x02\x02\x44\x01\0\x3B", 23};
    return out;
  }
  std::string write(const std::string& name, std::string_view bytes) const {
    std::ofstream{std::filesystem::path{folder} / name, std::ios::binary} << bytes;
    return name;
  }
  std::string write(const std::string& name, std::uint32_t mark) const { return write(name, picture(mark)); }

  void add_request(const std::string& target, const std::string& path,
                   upload::purpose purpose = upload::purpose::background) {
    requests.push_back({upload::parse_target(target), purpose, path, {}, 0});
  }

  [[nodiscard]] upload::run_options options() const {
    upload::run_options out;
    out.folder = folder;
    out.make_room = make_room;
    out.replace = replace;
    out.adopt = adopt;
    out.parallel = parallel;
    out.token = token;
    return out;
  }
  [[nodiscard]] std::string ledger_file() const { return folder + "/ledger.db"; }

  upload::fresh_plan plan() {
    std::optional<upload::sqlite_ledger> book = upload::sqlite_ledger::open_to_read(ledger_file());
    upload::run_context run{
        .files = file_policy, .clock = clock, .zoom = &zoom, .ledger = book ? &*book : nullptr, .options = options()};
    return upload::make_plan(requests, run);
  }
  /// Without a service and without a ledger.
  upload::fresh_plan plan_offline(std::span<const upload::upload_request> other_requests) {
    upload::run_context run{.files = file_policy, .clock = clock, .options = options()};
    return upload::make_plan(other_requests, run);
  }

  /// One run, from planning to the last result.
  std::vector<upload::item_result> run(const upload::plan* approved = nullptr) {
    upload::sqlite_ledger book = upload::sqlite_ledger::open(ledger_file());
    upload::run_context run{.files = file_policy,
                            .clock = clock,
                            .zoom = &zoom,
                            .ledger = &book,
                            .options = options(),
                            .stopper = upload::run_stopper{5, is_over}};
    std::vector<upload::item_result> results;
    run.options.approved = approved;
    run.observers.on_result = [&](std::size_t index, const upload::item_result& result) {
      is_in_order = is_in_order && index == results.size();
      results.push_back(result);
    };
    upload::planner planner{requests, run};
    planner.inspect();
    if (before_sending) {
      before_sending();
    }
    upload::send(planner, run);
    return results;
  }

  [[nodiscard]] std::vector<upload::ledger_entry> entries() const {
    std::vector<upload::ledger_entry> out;
    if (const auto book = upload::sqlite_ledger::open_to_read(ledger_file())) {
      out = book->select({});
    }
    return out;
  }

  std::string folder;
  severities usual;
  severities request_severities;
  upload::file_policy file_policy;
  fake_zoom zoom;
  instant_clock clock;
  std::vector<upload::upload_request> requests;
  upload::session token;
  bool make_room = false;
  bool adopt = false;
  upload::replacement replace = upload::replacement::none;
  unsigned parallel = 1;
  bool is_in_order = true;
  std::function<bool()> is_over;
  std::function<void()> before_sending;
};

}  // namespace preflight::test
