#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/output/json_members.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/rules/all.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/buffered_appender.hpp>
#include <preflight/text/json_string.hpp>

namespace preflight::writers {

/// What the bytes say; null throughout for a file that could not be read.
inline void append_facts(json_members<buffered_appender>& members, const written_file& one) {
  static constexpr facts unknown{};
  const facts& file = one.was_read ? one.found.file : unknown;
  const format_info& named = info(file.format);
  const extent shown = file.display();
  const bool is_movie = file.format == format::mp4 || file.format == format::mov || file.video_tracks > 0;
  const video_track& first = file.tracks[0];
  const bool has_track = file.video_tracks > 0;

  members.number_or_null("bytes", one.was_read ? std::optional{file.file_size} : std::nullopt);
  members.word_or_null("format", one.was_read ? named.name : "");
  members.word_or_null("mime_type", one.was_read ? named.mime_type : "");
  members.word_or_null("kind", one.was_read ? name_of(named.kind) : "");
  members.number_unless_zero("width", shown.width);
  members.number_unless_zero("height", shown.height);
  members.number_unless_zero("coded_width", file.coded.width);
  members.number_unless_zero("coded_height", file.coded.height);
  members.number_unless_zero("orientation", file.orientation);
  members.number_or_null("rotation",
                         has_track && first.matrix.right_angled ? std::optional{first.matrix.rotation} : std::nullopt);
  members.number_or_null("frames", file.frames);
  members.truth_or_null("animated", is_movie ? std::optional{false} : file.animated);
  members.number_or_null("duration_seconds", file.timescale > 0 ? std::optional{static_cast<double>(file.duration) /
                                                                                static_cast<double>(file.timescale)}
                                                                : std::nullopt);
  inline_string<16> codec;
  if (has_track && first.codec != 0) {
    codec << four_characters{first.codec};
  }
  members.text_or_null("video_codec", codec.text());
  members.number_or_null("video_tracks", is_movie ? std::optional{file.video_tracks} : std::nullopt);
  members.number_unless_zero("bit_depth", has_track && file.bit_depth == 0 ? first.bit_depth : file.bit_depth);
  members.number_unless_zero("channels", file.channels);
  members.truth_or_null("has_alpha", file.has_alpha);
  members.number("bytes_read", one.found.bytes_read);
}

/// What came of decoding it.
inline void append_decoding(json_members<buffered_appender>& members, buffered_appender& out,
                            const decode_result* found) {
  if (found == nullptr) {
    members.null("decode");
    return;
  }
  members.name("decode");
  json_members inner{out};
  inner.word("outcome", name_of(found->outcome));
  inner.truth_or_null("keyframes_only", found->keyframes_only);
  inner.text_or_null("message", found->message.text());
  inner.close();
}

inline void append_file(buffered_appender& out, const written_file& one) {
  json_members members{out};
  members.word("type", "file");
  append_path(members, out, one.path);
  if (one.judged_for != nullptr) {
    members.text("destination", one.judged_for->name);
  }
  members.word("depth", name_of(one.asked));
  if (one.judged_for != nullptr) {
    members.word("verdict", name_of(one.found.verdict()));
  }
  append_facts(members, one);
  if (one.judged_for != nullptr) {
    append_findings(members, out, one.found.findings());
  } else {
    append_decoding(members, out, one.decoded);
  }
  members.close();
}

inline void append_summary(std::string& out, const run_summary& run) {
  json_members members{out};
  members.word("type", "summary");
  members.number("files", run.files);
  if (run.judged) {
    members.number("passed", run.passed);
    members.number("warned", run.warned);
    members.number("failed", run.failed);
    append_counts(members, out, run.findings.in_order(all_rules));
  }
  if (run.shards > 0) {
    members.number("shard", run.shard);
    members.number("shards", run.shards);
    members.number("start", run.start);
  }
  members.number("elapsed_seconds", run.elapsed_seconds);
  members.close();
}

inline constexpr writer json{
    .name = "json",
    .between = ",\n",
    .begin = [](std::string& out, const appearance&) { out += "{\"files\":[\n"; },
    .file =
        [](std::string& out, const written_file& one, const appearance&) {
          buffered_appender pen{out};
          append_file(pen, one);
          pen.flush();
        },
    .end =
        [](std::string& out, const run_summary& run, const appearance&) {
          out += "\n],\"summary\":";
          append_summary(out, run);
          out += "}\n";
        },
};

}  // namespace preflight::writers
