#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/output/writer.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/buffered_appender.hpp>
#include <preflight/text/json_string.hpp>

namespace preflight::writers {

/// Appends `"key":value` members to an object that is being written; null where a value is not known. Keys are
/// literals, of which the compiler knows the length, or anything else that needs no escape.
template <class Out>
class json_members {
 public:
  explicit json_members(Out& out) : out_{out} {}

  template <std::size_t N>
  void text(const char (&key)[N], std::string_view value) {
    name(key);
    append_json_string(out_, value);
  }
  template <std::size_t N>
  void text_or_null(const char (&key)[N], std::string_view value) {
    value.empty() ? null(key) : text(key, value);
  }
  /// For a value of ours that needs no escape either.
  template <std::size_t N>
  void word(const char (&key)[N], std::string_view value) {
    name(key);
    out_ += '"';
    out_ += value;
    out_ += '"';
  }
  template <std::size_t N>
  void word_or_null(const char (&key)[N], std::string_view value) {
    value.empty() ? null(key) : word(key, value);
  }
  template <std::size_t N, class T>
  void number(const char (&key)[N], T value) {
    name(key);
    append_json_number(out_, value);
  }
  template <std::size_t N, class T>
  void number_or_null(const char (&key)[N], const std::optional<T>& value) {
    value ? number(key, *value) : null(key);
  }
  template <class T>
  void number(std::string_view key, T value) {
    put_name(key);
    append_json_number(out_, value);
  }
  /// Where 0 stands for "not known".
  template <std::size_t N, class T>
  void number_unless_zero(const char (&key)[N], T value) {
    value != 0 ? number(key, value) : null(key);
  }
  template <std::size_t N>
  void truth_or_null(const char (&key)[N], const std::optional<bool>& value) {
    name(key);
    out_ += !value ? std::string_view{"null"} : *value ? std::string_view{"true"} : std::string_view{"false"};
  }
  template <std::size_t N>
  void null(const char (&key)[N]) {
    name(key);
    out_ += std::string_view{"null"};
  }
  template <std::size_t N>
  void name(const char (&key)[N]) {
    put_name(std::string_view{key, N - 1});
  }
  void name(std::string_view key) { put_name(key); }
  void close() { out_ += is_begun_ ? std::string_view{"}"} : std::string_view{"{}"}; }

 private:
  [[gnu::always_inline]] void put_name(std::string_view key) {
    out_ += std::string_view{is_begun_ ? ",\"" : "{\"", 2};
    out_ += key;
    out_ += std::string_view{"\":"};
    is_begun_ = true;
  }

  Out& out_;
  bool is_begun_ = false;
};

template <class Out>
void append_finding(Out& out, const finding& each) {
  json_members members{out};
  members.word("rule", each.rule->id);
  members.word("severity", name_of(each.severity));
  members.text("message", each.message.text());
  members.text_or_null("actual", each.actual.text());
  members.text_or_null("limit", each.limit.text());
  members.number_or_null("offset", each.offset);
  members.text_or_null("fix", each.fix.text());
  members.close();
}

template <class Out>
void append_findings(json_members<Out>& members, Out& out, std::span<const finding> findings) {
  members.name("findings");
  out += '[';
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (i > 0) {
      out += ',';
    }
    append_finding(out, findings[i]);
  }
  out += ']';
}

template <class Out>
void append_path(json_members<Out>& members, Out& out, std::string_view path) {
  members.text("path", path);
  if (!is_utf8(path)) {
    members.name("path_base64");
    append_json_base64(out, path);
  }
}

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
inline void append_decoding(json_members<buffered_appender>& members, buffered_appender& out, const decoding* found) {
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

inline void append_item(std::string& out, const written_item& one, const appearance&) {
  json_members members{out};
  members.text("type", "item");
  members.text("target", one.target);
  members.text("purpose", one.purpose);
  append_path(members, out, one.path);
  members.text_or_null("sha256", one.sha256);
  members.text("outcome", name_of(one.outcome));
  members.text_or_null("zoom_id", one.zoom_id);
  members.number_unless_zero("http_status", one.http_status);
  members.number_or_null("code", one.code);
  members.text_or_null("message", one.message);
  append_findings(members, out, one.findings);
  members.name("deletes");
  out += '[';
  for (std::size_t i = 0; i < one.deletes.size(); ++i) {
    out += i > 0 ? "," : "";
    json_members each{out};
    each.text("id", one.deletes[i].id);
    each.text("name", one.deletes[i].name);
    each.truth_or_null("deleted", one.made_room);
    each.close();
  }
  out += ']';
  members.close();
}

/// How many files have a finding of each rule; rules without one are left out.
inline void append_counts(json_members<std::string>& members, std::string& out,
                          const std::array<std::uint64_t, all_rules.size()>& findings) {
  members.name("findings");
  json_members counts{out};
  for (std::size_t i = 0; i < all_rules.size(); ++i) {
    if (findings[i] > 0) {
      counts.number(all_rules[i]->id, findings[i]);
    }
  }
  counts.close();
}

inline void append_item_summary(std::string& out, const item_summary& run) {
  json_members members{out};
  members.text("type", "summary");
  members.number("items", run.items);
  for (std::size_t i = 0; i < upload_outcome_names.size(); ++i) {
    members.number(upload_outcome_names[i], run.outcomes[i]);
  }
  append_counts(members, out, run.findings);
  members.number("elapsed_seconds", run.elapsed_seconds);
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
    append_counts(members, out, run.findings);
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
    .summary = "one JSON document, {\"files\":[...],\"summary\":{...}}",
    .items_summary = "one JSON document, {\"items\":[...],\"summary\":{...}}",
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
    .begin_items = [](std::string& out, const appearance&) { out += "{\"items\":[\n"; },
    .item = append_item,
    .end_items =
        [](std::string& out, const item_summary& run, const appearance&) {
          out += "\n],\"summary\":";
          append_item_summary(out, run);
          out += "}\n";
        },
};

}  // namespace preflight::writers
