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
inline void append_facts(json_members<buffered_appender>& members, const written_file& file) {
  static constexpr preflight::facts unknown{};
  const preflight::facts& facts = file.was_read ? file.report.file : unknown;
  const format_info& named = info(facts.format);
  const extent shown = facts.display();
  const bool is_movie = facts.format == format::mp4 || facts.format == format::mov || facts.video_tracks > 0;
  static constexpr video_track no_track{};
  const bool has_track = facts.video_tracks > 0;
  const video_track& first = has_track ? facts.tracks[0] : no_track;

  members.number_or_null("bytes", file.was_read ? std::optional{facts.file_size} : std::nullopt);
  members.word_or_null("format", file.was_read ? named.name : "");
  members.word_or_null("mime_type", file.was_read ? named.mime_type : "");
  members.word_or_null("kind", file.was_read ? name_of(named.kind) : "");
  members.number_unless_zero("width", shown.width);
  members.number_unless_zero("height", shown.height);
  members.number_unless_zero("coded_width", facts.coded.width);
  members.number_unless_zero("coded_height", facts.coded.height);
  members.number_unless_zero("orientation", facts.orientation);
  members.number_or_null("rotation",
                         has_track && first.matrix.right_angled ? std::optional{first.matrix.rotation} : std::nullopt);
  members.number_or_null("frames", facts.frames);
  members.truth_or_null("animated", is_movie ? std::optional{false} : facts.animated);
  const media_time length = facts.length();
  members.number_or_null("duration_seconds", length.known() ? std::optional{length.seconds()} : std::nullopt);
  inline_string<16> codec;
  if (first.codec != 0) {
    codec << four_characters{first.codec};
  }
  members.text_or_null("video_codec", codec.text());
  members.number_or_null("video_tracks", is_movie ? std::optional{facts.video_tracks} : std::nullopt);
  members.number_unless_zero("frame_rate", first.frame_rate());
  members.word_or_null("pixel_format", name_of(first.pixels).text());
  members.word_or_null("hdr", first.hdr());
  members.truth_or_null("encrypted", is_movie ? std::optional{facts.encrypted()} : std::nullopt);
  members.number_or_null("audio_tracks", is_movie ? std::optional{facts.audio_tracks} : std::nullopt);
  members.number_unless_zero("bit_depth", facts.bit_depth == 0 ? first.pixels.bit_depth : facts.bit_depth);
  members.number_unless_zero("channels", facts.channels);
  members.truth_or_null("has_alpha", facts.has_alpha);
  members.number("bytes_read", file.report.bytes_read);
  const bool is_proven = file.decoded != nullptr && file.decoded->proof != decode_proof::none;
  members.word_or_null("proof", is_proven ? name_of(file.decoded->proof) : "");
}

/// What came of decoding it.
inline void append_decoding(json_members<buffered_appender>& members, buffered_appender& out,
                            const decode_result* result) {
  if (result == nullptr) {
    members.null("decode");
    return;
  }
  members.name("decode");
  json_members inner{out};
  inner.word("outcome", name_of(result->outcome));
  inner.truth_or_null("keyframes_only", result->keyframes_only);
  inner.text_or_null("message", result->message.text());
  inner.close();
}

inline void append_file(buffered_appender& out, const written_file& file) {
  json_members members{out};
  members.word("type", "file");
  append_path(members, out, file.path);
  if (file.destination != nullptr) {
    members.text("destination", file.destination->name);
  }
  members.word("depth", name_of(file.depth));
  if (file.destination != nullptr) {
    members.word("verdict", name_of(file.report.verdict()));
  }
  append_facts(members, file);
  if (file.destination != nullptr) {
    append_findings(members, out, file.report.findings());
  } else {
    append_decoding(members, out, file.decoded);
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
    append_rule_counts(members, out, run.findings.in_order(all_rules));
    append_texts(members, "configurations", run.configurations, out);
  }
  append_skipped(members, run.skipped, out);
  if (run.known) {
    members.number("baseline", *run.known);
  }
  if (run.stale) {
    members.number("baseline_stale", *run.stale);
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
        [](std::string& out, const written_file& file, const appearance&) {
          buffered_appender pen{out};
          append_file(pen, file);
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
