#include "merge/file_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <type_traits>

#include <preflight/engine/engine.hpp>
#include <preflight/input/budget.hpp>
#include <preflight/input/bytes.hpp>
#include <preflight/text/base64.hpp>
#include <preflight/text/json_string.hpp>
#include <preflight/text/utf8.hpp>

namespace preflight::cli {
namespace {

using nlohmann::json;

/// Only of its own type. A number that is too large becomes a different one.
template <class T>
std::optional<T> member(const json& object, const std::string& key) {
  static const json::value_t type = json(T{}).type();
  const auto value = object.find(key);
  const bool is_there =
      value != object.end() && (value->type() == type || (std::is_same_v<T, double> && value->is_number()));
  return is_there ? std::optional{value->template get<T>()} : std::nullopt;
}

std::string text(const json& object, const std::string& key) { return member<std::string>(object, key).value_or(""); }

template <class T = std::uint64_t>
T count(const json& object, const std::string& key) {
  return member<T>(object, key).value_or(0);
}

/// One of an enumeration; these are the names in order.
template <class Enumeration, std::size_t N>
Enumeration choice(const json& object, const std::string& key, const std::array<std::string_view, N>& names) {
  const auto name = std::find(names.begin(), names.end(), text(object, key));
  return static_cast<Enumeration>(static_cast<std::size_t>(name - names.begin()) % N);
}

/// Bytes that are not UTF-8 take one byte each in place and three in the line. A text that fits only without them had
/// such bytes.
template <std::size_t N>
void restore(inline_string<N>& out, const std::string& text) {
  for (std::string_view rest = text; !rest.empty();) {
    const code_point next = first_code_point(rest);
    out << (next.value == 0xFFFD && text.size() > N ? std::string_view{"\xFF"} : rest.substr(0, next.length));
    rest.remove_prefix(next.length);
  }
}

/// A layout may be known by its depth alone.
pixel_layout layout_named(std::string_view name, std::uint8_t bit_depth) {
  for (const chroma_format chroma :
       {chroma_format::grey, chroma_format::yuv420, chroma_format::yuv422, chroma_format::yuv444, chroma_format::gbr}) {
    if (name_of(pixel_layout{chroma, bit_depth}).text() == name && !name.empty()) {
      return {chroma, bit_depth};
    }
  }
  return {chroma_format::unknown, bit_depth};
}

/// Puts a number that the facts hold only rounded into a line that was written from them.
void restore_number(std::string& line, std::size_t start, std::string_view key, double number) {
  const std::size_t value = line.find(key, start) + key.size();
  std::string text;
  append_json_number(text, number);
  line.replace(value, line.find(',', value) - value, text);
}

/// What the writers do not show stays unknown.
facts read_facts(const json& line) {
  facts file;
  file.format = format_named(text(line, "format"));
  file.file_size = count(line, "bytes");
  file.coded = {count<std::uint32_t>(line, "coded_width"), count<std::uint32_t>(line, "coded_height")};
  file.orientation = count<std::uint8_t>(line, "orientation");
  file.frames = member<std::uint64_t>(line, "frames");
  file.frames_at_least = file.frames == budget{}.frames;
  file.animated = member<bool>(line, "animated");
  file.video_tracks = count<std::uint32_t>(line, "video_tracks");
  video_track& track = file.tracks[0];
  const std::uint64_t rotation = member<std::uint64_t>(line, "rotation").value_or(360);
  track.matrix.right_angled = rotation < 360 && rotation % 90 == 0;
  track.matrix.rotation = static_cast<std::int16_t>(track.matrix.right_angled ? rotation : 0);
  track.codec_configuration = track.turned({count<std::uint32_t>(line, "width"), count<std::uint32_t>(line, "height")});
  const std::string codec = text(line, "video_codec");
  track.codec = codec.size() == 10 ? static_cast<std::uint32_t>(std::strtoul(codec.c_str(), nullptr, 16))
                : codec.empty()    ? 0
                                   : fourcc(codec);
  track.pixels = layout_named(text(line, "pixel_format"), count<std::uint8_t>(line, "bit_depth"));
  const std::string hdr = text(line, "hdr");
  track.dolby_vision = hdr == "dolby-vision";
  track.range = hdr == "pq" ? dynamic_range::pq : hdr == "hlg" ? dynamic_range::hlg : dynamic_range::standard;
  track.encrypted = member<bool>(line, "encrypted").value_or(false) ? 1 : 0;
  file.audio_tracks = count<std::uint32_t>(line, "audio_tracks");
  file.bit_depth = file.video_tracks > 0 ? std::uint8_t{0} : count<std::uint8_t>(line, "bit_depth");
  file.channels = count<std::uint8_t>(line, "channels");
  file.has_alpha = member<bool>(line, "has_alpha");
  return file;
}

/// At most one of each rule, in their order.
void read_findings(const json& findings, report& result) {
  auto rule = engine::all_rules.begin();
  for (const json& entry : findings) {
    const std::string id = text(entry, "rule");
    rule = std::find_if(rule, engine::all_rules.end(), [&](const file_rule* known) { return known->id == id; });
    const auto level = choice<severity>(entry, "severity", severity_names);
    if (rule == engine::all_rules.end() || level == severity::off) {
      return;
    }
    finding& made = result.next();
    made.rule = *rule++;
    made.severity = level;
    restore(made.message, text(entry, "message"));
    restore(made.actual, text(entry, "actual"));
    restore(made.limit, text(entry, "limit"));
    restore(made.fix, text(entry, "fix"));
    made.offset = member<std::uint64_t>(entry, "offset");
    result.keep();
  }
}

std::string path_in(const json& object) {
  return object.contains("path_base64") ? from_base64(text(object, "path_base64")).value_or("") : text(object, "path");
}

skipped_entries read_skipped(const json& summary) {
  skipped_entries out;
  const auto skipped = summary.find("skipped");
  if (skipped == summary.end() || !skipped->is_object()) {
    return out;
  }
  std::array<std::string_view, skip_reasons.size()> keys;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i] = skip_reasons[i].key;
    out.counts[i] = count(*skipped, std::string{keys[i]});
  }
  if (const auto paths = skipped->find("paths"); paths != skipped->end()) {
    for (const json& entry : *paths) {
      out.paths.emplace_back(path_in(entry), choice<skip_reason>(entry, "reason", keys));
    }
  }
  return out;
}

}  // namespace

void file_line::read(const json& line, const configuration& names) {
  path = path_in(line);
  depth = choice<check_depth>(line, "depth", depth_names);
  was_read = member<std::uint64_t>(line, "bytes").has_value();
  result.clear();
  result.file = read_facts(line);
  result.bytes_read = count(line, "bytes_read");
  duration_seconds = member<double>(line, "duration_seconds").value_or(-1);
  // What a duration of 64 bits and a timescale of 32 can give.
  if (duration_seconds == 0 || (duration_seconds > 0x1p-32 && duration_seconds <= 0x1p64)) {
    result.file.timescale = duration_seconds < 1e9 ? 4'000'000'000 : 1;
    result.file.duration =
        static_cast<std::uint64_t>(std::min(std::round(duration_seconds * result.file.timescale), 1.8e19));
  }
  frame_rate = member<double>(line, "frame_rate").value_or(-1);
  // What a count and a duration of 64 bits, and a timescale of 32, can give.
  if (result.file.video_tracks > 0 && frame_rate > 0x1p-64 && frame_rate <= 0x1p96) {
    result.file.tracks[0].samples = 1;
    result.file.tracks[0].length = {1, 1};
  }
  destination = nullptr;
  decoding.reset();
  const auto proof = choice<decode_proof>(line, "proof", decode_proof_names);
  if (const auto findings = line.find("findings"); findings != line.end()) {
    read_findings(*findings, result);
    destination_name = text(line, "destination");
    unknown.name = unknown.title = destination_name;
    const preflight::destination* const known = names.find_destination(destination_name);
    destination = known != nullptr ? known : &unknown;
    if (proof != decode_proof::none) {
      decoding.emplace().finish(proof);
    }
  } else if (const auto decode = line.find("decode"); decode != line.end() && decode->is_object()) {
    decoding.emplace().end(choice<decode_outcome>(*decode, "outcome", decode_outcome_names), text(*decode, "message"));
    decoding->proof = proof;
    decoding->keyframes_only = member<bool>(*decode, "keyframes_only").value_or(false);
  }
}

void file_line::append_to(std::string& out, const writer& form, const appearance& look) const {
  const std::size_t start = out.size();
  form.file(out, view(), look);
  if (!was_read || (&form != engine::writer_named("json") && &form != engine::writer_named("ndjson"))) {
    return;
  }
  // The quotes of a key are escaped within a text.
  if (result.file.duration > 0) {
    restore_number(out, start, R"(,"duration_seconds":)", duration_seconds);
  }
  if (result.file.tracks[0].samples > 0) {
    restore_number(out, start, R"(,"frame_rate":)", frame_rate);
  }
}

void read_summary(const json& line, run_summary& counted) {
  constexpr double max_seconds = 1e12;  // far beyond any run, and still a number of tenths of milliseconds
  counted.judged = counted.files > 0 ? counted.judged : line.contains("passed");
  counted.shard = count<std::uint32_t>(line, "shard");
  counted.shards = count<std::uint32_t>(line, "shards");
  counted.start = count(line, "start");
  counted.configurations.clear();
  if (const auto files = line.find("configurations"); files != line.end() && files->is_array()) {
    for (const json& file : *files) {
      counted.configurations.push_back(file.is_string() ? file.get<std::string>() : std::string{});
    }
  }
  counted.skipped = read_skipped(line);
  counted.known = line.contains("baseline") ? std::optional{count(line, "baseline")} : std::nullopt;
  counted.stale = line.contains("baseline_stale") ? std::optional{count(line, "baseline_stale")} : std::nullopt;
  counted.elapsed_seconds = std::clamp(member<double>(line, "elapsed_seconds").value_or(0), 0.0, max_seconds);
}

}  // namespace preflight::cli
