#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/input/source.hpp>
#include <preflight/report.hpp>
#include <preflight/report/reading_effort.hpp>
#include <preflight/sniff/probe_result.hpp>

#include "decode/decode_client.hpp"
#include "files/batched_close.hpp"
#include "files/content_hash.hpp"
#include "git/lfs_pointer.hpp"
#include "options/scan_options.hpp"
#include "output/outputs.hpp"
#include "scan/baseline.hpp"
#include "scan/batch.hpp"
#include "scan/one_user.hpp"

namespace preflight::cli {

/// The name of standard input if none was given.
inline constexpr std::string_view stdin_name = "<stdin>";

/// Looks at one file after the other, with memory of its own that is used again for each. One for each thread.
class file_checker {
 public:
  /// `run` is nullptr where files are looked at alone. `input` is the descriptor of standard input, `outputs` the
  /// places that this run writes to. So many descriptors as `max_closing` may wait to be closed together.
  file_checker(const scan_options& options, const outputs& outputs, one_user* run, int input, unsigned max_closing)
      : options_{&options},
        outputs_{&outputs},
        run_{run},
        input_{input},
        closing_{max_closing},
        window_{std::make_unique_for_overwrite<unsigned char[]>(window_size)},
        report_{std::make_unique_for_overwrite<preflight::report>()},
        hashes_content_{
            std::ranges::any_of(outputs.all(), [](const auto& output) { return output.form->wants_content_hash; })} {
    if (options.depth == check_depth::decode) {
      decode_settings settings = options.decoding;
      settings.wants_thumbnails =
          std::ranges::any_of(outputs.all(), [](const auto& output) { return output.form->wants_thumbnails; });
      decoder_.emplace(settings);
    }
  }

  /// What it lists is left out of reports.
  void set_baseline(baseline& known) {
    baseline_ = &known;
    hashes_content_ = true;
  }

  /// False where the file was only found in a folder and turns out not to be a media file. Throws fatal_error where it
  /// is a file that this run writes to.
  [[nodiscard]] bool check_file(const batch& files, const batch::item& item);

  /// About the file looked at last.
  [[nodiscard]] const preflight::report& report() const { return *report_; }
  /// Why it was not read; empty where it was.
  [[nodiscard]] const std::optional<failure>& read_failure() const { return read_failure_; }
  /// What came of decoding it; empty where that was not tried.
  [[nodiscard]] const std::optional<decode_result>& decoded() const { return decoded_; }
  /// A JPEG; empty where there is none, or no output wants it.
  [[nodiscard]] std::string_view thumbnail() const { return decoded_ ? decoder_->thumbnail() : std::string_view{}; }
  /// SHA-256 of its bytes in hexadecimal; empty where nothing was found in it or no output wants it, and where it could
  /// not be read whole within the time for one file.
  [[nodiscard]] std::string_view content_hash() const {
    return content_hash_ ? std::string_view{content_hash_->data(), content_hash_->size()} : std::string_view{};
  }

 private:
  struct file {
    std::string_view path;
    const batch::item& item;
    const cli::policy& policy;
    int number;  ///< of its descriptor; -1 where it could not be opened
  };
  [[nodiscard]] bool check_input(const file& target);
  [[nodiscard]] bool check_staged(const char* object, const file& target);
  [[nodiscard]] bool check_bytes(std::span<const unsigned char> bytes, const file& target);
  void reject_output(const file& target) const;
  [[nodiscard]] bool is_refused(std::uint64_t size, const file& target) const;
  [[nodiscard]] bool check_stream(int number, bool waits, const file& target);
  template <source S>
  [[nodiscard]] bool check_source(S source, const file& target);
  [[nodiscard]] bool report_unreadable(const failure& reason, const file& target);
  template <source S>
  [[nodiscard]] result<probe_result> probe(S& input, const reading_effort& effort);
  template <source S>
  void judge_with_run(S& source, const file& target);
  void judge(const file& target, const run_position* position);
  template <source S>
  void hash(S& input);
  /// Nothing where the file is no pointer of Git LFS.
  template <source S>
  [[nodiscard]] std::optional<lfs_pointer> pointer_in(S& input) const;
  [[nodiscard]] std::span<unsigned char> window() const { return {window_.get(), window_size}; }

  const scan_options* options_;
  const outputs* outputs_;
  one_user* run_;
  int input_;
  batched_close closing_;
  std::unique_ptr<unsigned char[]> window_;
  std::unique_ptr<preflight::report> report_;
  std::optional<failure> read_failure_;
  std::optional<decode_client> decoder_;
  std::optional<decode_result> decoded_;
  bool hashes_content_;
  std::optional<sha256_hex> content_hash_;
  baseline* baseline_ = nullptr;
};

}  // namespace preflight::cli
