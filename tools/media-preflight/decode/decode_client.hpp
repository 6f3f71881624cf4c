#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <preflight/decode/decode_result.hpp>
#include <preflight/facts.hpp>

#include "decode/decode_settings.hpp"
#include "decode/worker_process.hpp"
#include "decode/worker_programs.hpp"

namespace preflight::cli {

/// Decodes files in worker processes, one for pictures and one for videos, each started when the first such file comes
/// and replaced when it dies. For one thread at a time; a worker dies with the thread that started it.
class decode_client {
 public:
  explicit decode_client(const decode_settings& settings,
                         worker_programs programs = worker_programs::of_this_program());

  /// Whether files of this format can be decoded at all.
  [[nodiscard]] static constexpr bool takes(format f) { return f <= format::mov; }

  /// What came of decoding an open regular file or memory file, in whatever way it is open. `facts` are its facts;
  /// takes(facts.format). Takes no longer than the budget's seconds and a little. A worker that dies, hangs or lies
  /// costs this file, and so does one that the system strikes down at each start; the answer says so. Throws
  /// fatal_error where no worker can be had in the first place.
  [[nodiscard]] decode_result decode(int file, const facts& facts);

  /// Of the file that was decoded last, as a JPEG; empty where there is none.
  [[nodiscard]] std::string_view thumbnail() const { return thumbnail_; }

 private:
  struct worker_slot {
    std::optional<worker_process> worker;
    bool has_worked = false;  ///< a worker has been ready before: failing to start another costs one file only
  };

  [[nodiscard]] decode_result run_in_worker(int file, const facts& facts);
  void receive_thumbnail(worker_process& process);

  decode_settings settings_;
  worker_programs programs_;
  worker_slot pictures_;
  worker_slot videos_;
  std::uint32_t last_ticket_ = 0;
  std::string thumbnail_;
};

}  // namespace preflight::cli
