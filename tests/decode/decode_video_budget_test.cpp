// What a hostile video makes libav spend: memory, and work that a ceiling ends.

#include <cstdint>
#include <string_view>
#include <vector>

#include <preflight/decode/codecs/video.hpp>

#include "decode/decoding_case.hpp"
#include "sniff/crafted/isobmff/movie.hpp"

namespace {

using namespace decoding_case;
namespace boxes = crafted::boxes;
namespace mp4 = crafted::mp4;
using decoder = preflight::decoders::video;

decode_result decode(const bytes& file, const budget& ceilings = {}) {
  return decoding_case::decode<decoder>(file, ceilings);
}

bytes one_track(const mp4::track& t) { return mp4::moov_first({.tracks = {t}}); }

/// One sample size for all of `count` samples, all in one chunk.
bytes equal_samples(std::uint32_t count, std::uint32_t each_lasts = 1) {
  return boxes::full_box("stts", 0, 0, bytes{}.u32(1).u32(count).u32(each_lasts)) +
         boxes::full_box("stsc", 0, 0, bytes{}.u32(1).u32(1).u32(count).u32(1)) +
         boxes::full_box("stsz", 0, 0, bytes{}.u32(1).u32(count)) +
         boxes::full_box("stco", 0, 0, bytes{}.u32(1).u32(40));
}

/// Fragments whose runs of a million samples take no bytes at all: sizes and durations by default.
bytes empty_runs(unsigned fragments) {
  mp4::track t = mp4::video();
  t.samples.clear();
  const bytes defaults = boxes::full_box("trex", 0, 0, bytes{}.u32(1).u32(1).u32(1).u32(1).u32(0));
  bytes out = boxes::ftyp("iso5", "iso5iso6mp41") +
              mp4::moov({.tracks = {t}, .duration = 0, .extra = boxes::box("mvex", defaults)}, 0);
  for (unsigned i = 0; i < fragments; ++i) {
    out.add(boxes::box("moof", boxes::full_box("mfhd", 0, 0, bytes{}.u32(i + 1)) +
                                   boxes::box("traf", boxes::full_box("tfhd", 0, 0x020000, bytes{}.u32(1)) +
                                                          boxes::full_box("trun", 0, 0, bytes{}.u32(1'000'000)))));
  }
  return out + boxes::box("mdat", crafted::zeros(100));
}

mp4::track sized_video(std::uint32_t width, std::uint32_t height) {
  return mp4::video({.width = width, .height = height});
}

struct bomb {
  std::string_view name;
  bytes file;
  decode_outcome outcome;
  std::string_view words;
};

std::vector<bomb> bombs() {
  using enum decode_outcome;
  std::vector<bomb> out;
  mp4::track huge = mp4::video();
  huge.entry = mp4::avc_entry({.width = 16'384, .height = 16'384});
  out.push_back({"16k x 16k in a few bytes", one_track(huge), over_budget, "the video has too many pixels: "});
  huge.entry = mp4::avc_entry({.width = 16'000, .height = 16'000});
  out.push_back({"16,000 x 16,000, which libav would begin", one_track(huge), over_budget, "too much memory"});
  for (const std::uint32_t count : {4'000'000U, 100'000'000U, 0x7FFFFFFFU}) {
    mp4::track many = mp4::video();
    many.sample_table = equal_samples(count);
    out.push_back({"samples of a byte", one_track(many), over_budget, "too many samples"});
  }
  mp4::movie tracks;
  for (std::uint32_t id = 1; id <= 40; ++id) {
    mp4::track sound = mp4::sound();
    sound.id = id;
    sound.sample_table = equal_samples(900'000, 1024);
    tracks.tracks.push_back(sound);
  }
  out.push_back({"forty tracks of many samples", mp4::moov_first(tracks), over_budget, "too many samples"});
  for (std::uint32_t id = 41; id <= 65; ++id) {
    mp4::track sound = mp4::sound();
    sound.id = id;
    tracks.tracks.push_back(sound);
  }
  tracks.tracks.erase(tracks.tracks.begin(), tracks.tracks.begin() + 40);
  for (std::uint32_t id = 66; id <= 110; ++id) {
    mp4::track sound = mp4::sound();
    sound.id = id;
    tracks.tracks.push_back(sound);
  }
  out.push_back({"more tracks than anybody records", mp4::moov_first(tracks), over_budget, "too many tracks"});
  out.push_back({"runs without bytes", empty_runs(100), over_budget, ""});
  const bytes keys = boxes::full_box("hdlr", 0, 0, crafted::zeros(20)) +
                     boxes::full_box("keys", 0, 0, bytes{}.u32(0x0FFFFFFF).u32(12).text("mdtaabcd"));
  out.push_back({"2^28 metadata keys",
                 mp4::moov_first({.tracks = {mp4::video()}, .extra = boxes::full_box("meta", 0, 0, keys)}), decoded,
                 ""});
  bytes edits = bytes{}.u32(100'000);
  for (unsigned i = 0; i < 100'000; ++i) {
    edits.u32(1000).u32(0).u16(1).u16(0);
  }
  mp4::track edited = mp4::video();
  edited.extra = boxes::box("edts", boxes::full_box("elst", 0, 0, edits));
  out.push_back({"100,000 edits that each show all", one_track(edited), decoded, ""});
  return out;
}

// Of a ceiling of 512 MiB. An index of samples may take an eighth of it for each track, and is counted between reads.
constexpr std::uint64_t max_bomb_memory = 256ULL << 20;

TEST_CASE("a bomb is told by what there is too much of, in little memory") {
  for (const bomb& bomb : bombs()) {
    CAPTURE(bomb.name);
    const decode_result out = decode(bomb.file);
    CHECK(out.outcome == bomb.outcome);
    CHECK((out.ceiling == preflight::ceiling::none) == (out.outcome != decode_outcome::over_budget));
    CHECK(message_contains(out, bomb.words));
    CHECK(memory_growth<decoder>(bomb.file, {}, bomb.outcome) < max_bomb_memory);
  }
}

TEST_CASE("a large video stays below the ceiling of memory") {
  mp4::track large = sized_video(4096, 2304);
  large.samples.assign(4, large.samples[0]);
  const budget ceilings{.memory = 128ULL << 20};
  CHECK(memory_growth<decoder>(one_track(large), ceilings, decode_outcome::decoded) < ceilings.memory);
}

TEST_CASE("each ceiling is kept and named") {
  mp4::track three = mp4::video();
  three.samples.assign(3, three.samples[0]);
  const bytes file = one_track(three);
  REQUIRE(decode(file).outcome == decode_outcome::decoded);

  SECTION("pixels") {
    const decode_result out = decode(file, {.pixels = 921'599});
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::pixels);
    CHECK(message_contains(out, "the video has too many pixels: Picture size 1280x720"));
    CHECK(decode(file, {.pixels = 921'600}).outcome == decode_outcome::decoded);
  }
  SECTION("frames") {
    CHECK(decode(file, {.frames = 2}).outcome == decode_outcome::over_budget);
    CHECK(decode(file, {.frames = 2}).ceiling == preflight::ceiling::samples);
    CHECK(message_contains(decode(file, {.frames = 2}), "too many samples: 2 allowed"));
    CHECK(decode(file, {.frames = 3}).outcome == decode_outcome::decoded);
  }
  SECTION("memory") {
    const decode_result out = decode(file, {.memory = 2'000'000});
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::memory);
    CHECK(message_contains(out, "too much memory: 2,000,000 bytes allowed"));
  }
  SECTION("bytes") {
    const decode_result out = decode(file, {.bytes = file.size() / 2});
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::bytes);
    CHECK(message_contains(out, "decoding reads too much data: "));
  }
  SECTION("one that the walk over the boxes has hit already") {
    memory_input input{&file};
    decode_job job;
    job.file = input.reader();
    preflight::facts known;
    known.faults.add(preflight::ceiling_fault(preflight::ceiling::boxes, "there are too many boxes", 0, 1, 2));
    decode_result out;
    decoder::decode(job, known, out);
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::boxes);
    CHECK(out.message.text() == "there are too many boxes");
    CHECK(out.packets == 0);
  }
}

}  // namespace
