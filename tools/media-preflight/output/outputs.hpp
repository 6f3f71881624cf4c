#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/output/writer.hpp>

#include "cli/standard_streams.hpp"
#include "files/descriptor.hpp"
#include "output/output_file.hpp"
#include "output/output_target.hpp"
#include "output/progress.hpp"

namespace preflight::cli {

/// Where a run writes to: each --output FORMAT[:FILE].
class outputs {
 public:
  struct output {
    const writer* form;
    appearance look;
    std::string name;                   ///< of the place, for messages
    std::unique_ptr<output_file> file;  ///< nullptr where it is standard output
    int number;
    file_identity identity;
    std::string pending;        ///< not written yet
    std::string held;           ///< about files, until the end
    descriptor appendix;        ///< the file that an environment variable names; closed where there is none
    std::string appendix_name;  ///< for messages
    bool is_begun = false;      ///< a file has been written, so the next one comes after `between`
    bool is_lost = false;       ///< it could not be written, and gets nothing more
  };

  /// Opens the places, and changes nothing there. No format at all is text on standard output. Throws fatal_error.
  outputs(std::span<const output_target> targets, const appearance& look, const standard_streams& streams,
          progress& progress);

  [[nodiscard]] const std::vector<output>& all() const { return all_; }
  /// One more place that this run writes to by itself, after another option. Throws fatal_error where it is one of
  /// those there are, unless nothing was asked for and standard output is only the usual one.
  void add_place(std::string_view option, const std::string& name, const output_file& file);
  /// Throws fatal_error where one of them is open to read only, as what stands in for a closed descriptor is.
  void require_writable() const;
  /// Throws fatal_error where this open file, which is read in this run, is also one of the places to write to.
  void reject_read_file(int number) const;
  /// The same of a path that is read or kept, whether it is there yet or not; `description` it is: "the table".
  void reject_read_file(const std::string& path, std::string_view description = "an input file") const;

  void begin();
  /// What was written about some files, a text for each output; puts `between` in front where it belongs. It leaves at
  /// once, or a moment later together with what follows. Where one of them cannot be written the others are, and only
  /// then it throws; that one gets nothing more.
  void write(std::span<const std::string> texts);
  /// The files appear.
  void end(const run_summary& run);
  /// The run ends without a summary: standard output gets what was written about the files before. No file appears.
  void break_off();

  /// The same around items that are sent, a text for each output. Where one of them cannot be written the files of the
  /// others appear all the same: what was sent happens only once.
  void begin_items(std::span<const std::string> texts);
  void end_items(std::span<const std::string> texts);

 private:
  struct place {
    std::string_view option;
    std::string name;
    file_identity identity;
  };

  [[nodiscard]] static output open(const output_target& target, const appearance& look,
                                   const standard_streams& streams);
  [[nodiscard]] static bool replaces_file(const output& sink);
  void require_distinct(const place& added) const;
  void add_appendix(output& sink);
  void reject_read_file(const file_identity& input, std::string_view description) const;
  void add(output& sink, const std::string& text, bool is_time);
  void append(output& sink, const run_summary& run);
  void put(output& sink, std::string_view text);
  void flush(output& sink);
  void store();
  void finish();

  std::vector<output> all_;
  std::vector<place> places_;      ///< of all of these, and of those that were added
  bool is_default_;                ///< nothing was asked for
  bool has_items_ = false;         ///< what is written is about items that are sent, and leaves at once
  bool has_files_before_ = false;  ///< among the places are files that were there already
  progress* progress_;
  std::chrono::steady_clock::time_point next_flush_;
};

}  // namespace preflight::cli
