#include "merge/file_line.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <preflight/input/budget.hpp>
#include <preflight/output/ndjson.hpp>
#include <preflight/text/base64.hpp>
#include <preflight/text/escape_for_display.hpp>

#include "merge/simplest_fraction.hpp"

namespace preflight::cli {
namespace {

using nlohmann::json;

/// Far beyond what a run can take, and still a number of tenths of milliseconds.
constexpr double most_seconds = 1e12;

const json& member(const json& of, const char* key) {
  static const json nothing;
  const auto found = of.find(key);
  return found != of.end() ? *found : nothing;
}

std::string_view text_in(const json& of, const char* key) {
  const auto* const text = member(of, key).get_ptr<const json::string_t*>();
  return text != nullptr ? std::string_view{*text} : std::string_view{};
}

/// A number too large for T becomes another one, and so the line another line.
template <std::unsigned_integral T>
std::optional<T> number_in(const json& of, const char* key) {
  const json& value = member(of, key);
  return value.is_number_unsigned() ? std::optional{static_cast<T>(value.get<std::uint64_t>())} : std::nullopt;
}

std::optional<double> real_in(const json& of, const char* key) {
  const json& value = member(of, key);
  return value.is_number() ? std::optional{value.get<double>()} : std::nullopt;
}

std::optional<bool> truth_in(const json& of, const char* key) {
  const json& value = member(of, key);
  return value.is_boolean() ? std::optional{value.get<bool>()} : std::nullopt;
}

/// The place of a name in a list of names; its size where it is none of them.
template <std::size_t N>
std::size_t place_in(const std::array<std::string_view, N>& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// Texts are kept in a place of fixed size, in which bytes that are not UTF-8 take one byte each. In the line they are
/// U+FFFD, three bytes; a text that only fits without them had such bytes.
template <std::size_t N>
void restore(inline_string<N>& into, std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  if (text.size() <= N) {
    into << text;
    return;
  }
  std::string shorter;
  for (std::size_t at = 0; at < text.size();) {
    const bool replaced = text.substr(at).starts_with(replacement);
    shorter += replaced ? '\xFF' : text[at];
    at += replaced ? replacement.size() : 1;
  }
  into << shorter;
}

std::uint32_t four_characters_of(std::string_view text) {
  std::uint32_t code = 0;
  constexpr std::string_view digits = "0123456789ABCDEF";
  if (text.size() == 10 && text.starts_with("0x")) {
    for (const char each : text.substr(2)) {
      code = code << 4 | static_cast<std::uint32_t>(digits.find(each) & 0xFU);
    }
    return code;
  }
  for (std::size_t i = 0; i < 4 && !text.empty(); ++i) {
    code = code << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<std::uint32_t>(' '));
  }
  return code;
}

/// A track that is shown at this size; how it comes to be is not in the line.
video_track track_of(const json& from, extent shown) {
  video_track made;
  const auto rotation = number_in<std::uint16_t>(from, "rotation");
  made.matrix.right_angled = rotation.has_value();
  made.matrix.rotation = static_cast<std::int16_t>(rotation.value_or(0));
  made.sample_entry = made.matrix.transposes() ? shown.transposed() : shown;
  made.codec_configuration = made.sample_entry;
  made.bit_depth = number_in<std::uint16_t>(from, "bit_depth").value_or(0);
  made.codec = four_characters_of(text_in(from, "video_codec"));
  return made;
}

facts facts_of(const json& from) {
  facts made;
  made.format = format_named(text_in(from, "format"));
  made.file_size = number_in<std::uint64_t>(from, "bytes").value_or(0);
  made.coded.width = number_in<std::uint32_t>(from, "coded_width").value_or(0);
  made.coded.height = number_in<std::uint32_t>(from, "coded_height").value_or(0);
  made.orientation = number_in<std::uint8_t>(from, "orientation").value_or(0);
  made.frames = number_in<std::uint64_t>(from, "frames");
  made.frames_at_least = made.frames == budget{}.frames;
  made.animated = truth_in(from, "animated");
  if (const auto seconds = real_in(from, "duration_seconds")) {
    const fraction duration = simplest_fraction(*seconds).value_or(fraction{});
    made.duration = duration.over;
    made.timescale = duration.under;
  }
  made.video_tracks = number_in<std::uint32_t>(from, "video_tracks").value_or(0);
  if (made.video_tracks > 0) {
    made.tracks[0] = track_of(from, {number_in<std::uint32_t>(from, "width").value_or(0),
                                     number_in<std::uint32_t>(from, "height").value_or(0)});
  } else {
    made.bit_depth = number_in<std::uint8_t>(from, "bit_depth").value_or(0);
  }
  made.channels = number_in<std::uint8_t>(from, "channels").value_or(0);
  made.has_alpha = truth_in(from, "has_alpha");
  return made;
}

std::optional<decoding> decoding_of(const json& from) {
  if (!from.is_object()) {
    return std::nullopt;
  }
  decoding made;
  const std::size_t outcome = place_in(decode_outcome_names, text_in(from, "outcome")) % decode_outcome_names.size();
  made.end(static_cast<decode_outcome>(outcome), text_in(from, "message"));
  made.keyframes_only = truth_in(from, "keyframes_only").value_or(false);
  return made;
}

void read_finding(const json& from, std::size_t& next_rule, report& into) {
  const std::string_view id = text_in(from, "rule");
  const auto of = std::find_if(all_rules.begin(), all_rules.end(), [&](const rule* each) { return each->id == id; });
  if (of == all_rules.end()) {
    throw not_ours{fmt::format("there is no rule '{}' in this version", visible(id))};
  }
  const auto place = static_cast<std::size_t>(of - all_rules.begin());
  const std::size_t how = place_in(severity_names, text_in(from, "severity"));
  // There is room for one finding of each rule.
  if (place < next_rule || how == severity_names.size()) {
    throw not_ours{"its findings are not in the order of the rules, or of no known severity"};
  }
  next_rule = place + 1;
  finding& made = into.next();
  made.rule = *of;
  made.severity = static_cast<severity>(how);
  restore(made.actual, text_in(from, "actual"));
  restore(made.limit, text_in(from, "limit"));
  restore(made.message, text_in(from, "message"));
  restore(made.fix, text_in(from, "fix"));
  made.offset = number_in<std::uint64_t>(from, "offset");
  into.keep();
}

void read_findings(const json& from, report& into) {
  into.clear();
  std::size_t next_rule = 0;
  for (const json& each : member(from, "findings")) {
    read_finding(each, next_rule, into);
  }
}

run_summary summary_of(const json& from) {
  run_summary made;
  made.files = number_in<std::uint64_t>(from, "files").value_or(0);
  made.judged = from.contains("passed");
  made.passed = number_in<std::uint64_t>(from, "passed").value_or(0);
  made.warned = number_in<std::uint64_t>(from, "warned").value_or(0);
  made.failed = number_in<std::uint64_t>(from, "failed").value_or(0);
  for (std::size_t i = 0; i < all_rules.size(); ++i) {
    made.findings[i] =
        number_in<std::uint64_t>(member(from, "findings"), std::string{all_rules[i]->id}.c_str()).value_or(0);
  }
  made.shard = number_in<std::uint32_t>(from, "shard").value_or(0);
  made.shards = number_in<std::uint32_t>(from, "shards").value_or(0);
  made.start = number_in<std::uint64_t>(from, "start").value_or(0);
  made.elapsed_seconds = std::clamp(real_in(from, "elapsed_seconds").value_or(0), 0.0, most_seconds);
  return made;
}

void must_be(std::string_view line, std::string_view written_again) {
  if (written_again.substr(0, written_again.size() - 1) != line) {
    throw not_ours{"this is not a line as media-preflight check or facts of this version writes it"};
  }
}

void read_file(const json& from, const configuration& names, file_line& into) {
  into.path = from.contains("path_base64") ? from_base64(text_in(from, "path_base64")).value_or("")
                                           : std::string{text_in(from, "path")};
  into.destination_name = text_in(from, "destination");
  into.judged_for = nullptr;
  if (!into.destination_name.empty()) {
    into.stand_in.name = into.destination_name;
    into.stand_in.title = into.destination_name;
    const destination* const known = names.find_destination(into.destination_name);
    into.judged_for = known != nullptr ? known : &into.stand_in;
  }
  into.asked = static_cast<depth>(place_in(depth_names, text_in(from, "depth")) % depth_names.size());
  into.was_read = !member(from, "bytes").is_null();
  into.found.file = facts_of(from);
  into.decoded = decoding_of(member(from, "decode"));
  into.found.bytes_read = number_in<std::uint64_t>(from, "bytes_read").value_or(0);
  read_findings(from, into.found);
}

}  // namespace

line_kind read_line(std::string_view line, const configuration& names, file_line& file, run_summary& summary) {
  const json read = json::parse(line, nullptr, false);
  if (!read.is_object()) {
    throw not_ours{"this is not a JSON object"};
  }
  std::string again;
  if (text_in(read, "type") == "summary") {
    summary = summary_of(read);
    writers::ndjson.end(again, summary, {});
    must_be(line, again);
    return line_kind::summary;
  }
  read_file(read, names, file);
  writers::ndjson.file(again, file.shown(), {});
  must_be(line, again);
  return line_kind::file;
}

}  // namespace preflight::cli
