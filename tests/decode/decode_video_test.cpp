#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/decode/codecs/video.hpp>
#include <preflight/decode/cross_check.hpp>
#include <preflight/sniff/probe.hpp>

#include "harness/places.hpp"

#include "decode/decoding_case.hpp"
#include "sniff/crafted/isobmff/movie.hpp"

namespace {

using namespace decoding_case;
namespace boxes = crafted::boxes;
namespace mp4 = crafted::mp4;
using preflight::extent;
using preflight::fourcc;
using decoder = preflight::decoders::video;

bytes example(std::string_view name) {
  std::ifstream in{std::string{preflight::test::project_folder}.append("/testdata/video/").append(name),
                   std::ios::binary};
  bytes out;
  out.assign(std::istreambuf_iterator<char>{in}, {});
  if (out.empty()) {
    throw std::runtime_error{std::string{"there is no testdata/video/"}.append(name)};
  }
  return out;
}

decode_result decode(const bytes& file, const budget& ceilings = {}) {
  return decoding_case::decode<decoder>(file, ceilings);
}

/// As a check does it, which knows the facts.
decode_result with_facts(const bytes& file) {
  memory_input input{&file};
  decode_job job;
  job.file = input.reader();
  decode_result out;
  decoder::decode(job, preflight::sniff(file), out);
  return out;
}

bytes one_track(const mp4::track& t) { return mp4::moov_first({.tracks = {t}}); }

mp4::track rotated_video(const mp4::matrix& matrix) {
  mp4::track out = mp4::video();
  out.matrix = matrix;
  return out;
}

/// One byte, so far after the beginning of the media data, with all its bits turned over.
bytes damaged(std::string_view name, std::size_t behind) {
  bytes out = example(name);
  unsigned char& byte = out.at(crafted::find(out, "mdat") + 4 + behind);
  byte = static_cast<unsigned char>(~byte);
  return out;
}

bytes with_number(bytes file, std::size_t at, std::uint32_t value) {
  const bytes number = bytes{}.u32(value);
  std::ranges::copy(number, file.begin() + static_cast<std::ptrdiff_t>(at));
  return file;
}

struct good_file {
  std::string_view name;
  std::string_view codec;
  std::uint64_t frames;
  std::uint64_t packets;
  std::uint64_t milliseconds;
};

constexpr std::array good_files{
    good_file{"h264.mp4", "avc1", 10, 10, 1000},        good_file{"h264.mov", "avc1", 10, 10, 1000},
    good_file{"hevc.mp4", "hvc1", 10, 10, 1000},        good_file{"mpeg4.mp4", "mp4v", 10, 10, 1000},
    good_file{"mjpeg.mov", "jpeg", 10, 10, 1000},       good_file{"prores.mov", "apco", 3, 3, 300},
    good_file{"vp9.mp4", "vp09", 10, 10, 1000},         good_file{"av1.mp4", "av01", 10, 10, 1000},
    good_file{"moov_at_end.mp4", "avc1", 10, 10, 1000}, good_file{"compressed_moov.mov", "avc1", 10, 10, 1000},
    good_file{"fragmented.mp4", "avc1", 10, 10, 1200},  good_file{"two_video_tracks.mp4", "avc1", 20, 20, 1000},
    good_file{"with_sound.mp4", "avc1", 10, 55, 1023},  good_file{"rotated_90.mp4", "avc1", 10, 10, 1000},
    good_file{"edit_list.mp4", "avc1", 10, 10, 700},
};

TEST_CASE("every frame of a good video is decoded") {
  for (const good_file& file : good_files) {
    CAPTURE(file.name);
    const decode_result out = decode(example(file.name));
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.codec.text().starts_with("libavcodec "));
    CHECK(out.size == extent{96, 64});
    CHECK(out.video_codec == fourcc(file.codec));
    CHECK(out.frames == file.frames);
    CHECK(out.packets == file.packets);
    CHECK(out.duration_milliseconds == file.milliseconds);
  }
}

TEST_CASE("how much decoding a video proves depends on its codec") {
  using enum preflight::decode_proof;
  for (const std::string_view name : {"h264.mp4", "h264.mov", "mpeg4.mp4", "two_video_tracks.mp4", "with_sound.mp4"}) {
    CAPTURE(name);
    CHECK(decode(example(name)).proof == full);
  }
  for (const std::string_view name : {"hevc.mp4", "vp9.mp4", "av1.mp4", "prores.mov", "audio_only.mp4"}) {
    CAPTURE(name);
    CHECK(decode(example(name)).proof == partial);
  }
  CHECK(decode(damaged("h264.mp4", 900)).proof == none);
  CHECK(decode(crafted::cut(example("hevc.mp4"), 900)).proof == none);
}

TEST_CASE("what libav says of a video is told as a second opinion") {
  CHECK(decode(example("h264.mp4")).rotation == 0);
  CHECK(decode(example("rotated_90.mp4")).rotation == 90);
  CHECK(decode(one_track(rotated_video(mp4::clockwise_90))).rotation == 90);
  CHECK(decode(one_track(rotated_video(mp4::clockwise_180))).rotation == 180);
  CHECK(decode(one_track(rotated_video(mp4::clockwise_270))).rotation == 270);

  mp4::track cropped = mp4::video({.width = 1280, .height = 718});
  cropped.entry = mp4::visual_entry("avc1", 640, 480,
                                    boxes::box("avcC", crafted::avc::configuration({.width = 1280, .height = 718})));
  CHECK(decode(one_track(cropped)).size == extent{1280, 718});
}

TEST_CASE("the matrices of movie and track together turn a video as libavformat turns it") {
  const std::array matrices{mp4::identity, mp4::clockwise_90, mp4::clockwise_180, mp4::clockwise_270,
                            mp4::doubled,  mp4::halved_90,    mp4::all_zero};
  for (const mp4::matrix& movie : matrices) {
    for (const mp4::matrix& track : matrices) {
      const bytes file = mp4::moov_first({.tracks = {rotated_video(track)}, .matrix = movie});
      const preflight::facts ours = preflight::sniff(file);
      const decode_result theirs = decode(file);
      CHECK(ours.tracks[0].matrix.rotation == theirs.rotation);
      CHECK_FALSE(preflight::compare(ours, theirs).rotation);
    }
  }
}

TEST_CASE("a file without a video is demuxed to its end") {
  const decode_result sound = decode(example("audio_only.mp4"));
  CHECK(sound.outcome == decode_outcome::decoded);
  CHECK(sound.packets == 14);
  CHECK(sound.frames == 0);
  CHECK(sound.duration_milliseconds == 323);
  CHECK(sound.video_codec == 0);

  const decode_result cover = decode(example("cover_art.mp4"));
  CHECK(cover.outcome == decode_outcome::decoded);
  CHECK(cover.frames == 0);
  CHECK(cover.size == extent{});
  CHECK(cover.video_codec == 0);
}

TEST_CASE("key frames alone are decoded where no more is asked") {
  const bytes file = example("h264.mp4");
  memory_input input{&file};
  decode_job job;
  job.file = input.reader();
  job.keyframes_only = true;
  const decode_result out = run<decoder>(job);
  CHECK(out.outcome == decode_outcome::decoded);
  CHECK(out.proof == preflight::decode_proof::partial);
  CHECK(out.frames == 2);
  CHECK(out.packets == 10);
  CHECK(out.duration_milliseconds == 1000);
}

TEST_CASE("a video that ends early is rejected wherever it ends") {
  for_16_cuts(example("h264.mp4"), [](const bytes& cut) { CHECK(decode(cut).outcome == decode_outcome::rejected); });
}

TEST_CASE("a video whose index is cut is rejected, or its boxes say that it is cut") {
  for (const std::string_view name : {"h264.mov", "moov_at_end.mp4", "compressed_moov.mov", "hevc.mp4", "mpeg4.mp4",
                                      "mjpeg.mov", "prores.mov", "vp9.mp4", "av1.mp4", "two_video_tracks.mp4",
                                      "with_sound.mp4", "fragmented.mp4", "audio_only.mp4", "cover_art.mp4"}) {
    CAPTURE(name);
    for_16_cuts(example(name), [](const bytes& cut) {
      CHECK((decode(cut).outcome == decode_outcome::rejected ||
             preflight::sniff(cut).faults.has(preflight::fault_kind::truncated)));
    });
  }
}

TEST_CASE("a changed byte in the compressed data is rejected with libav's words and the place") {
  const decode_result h264 = decode(damaged("h264.mp4", 690));
  CHECK(h264.outcome == decode_outcome::rejected);
  CHECK(message_contains(h264, "(packet "));
  CHECK(message_contains(h264, ", stream 0, at byte "));
  CHECK(message_contains(h264, " s)"));
  CHECK(decode(damaged("mpeg4.mp4", 60)).outcome == decode_outcome::rejected);
  CHECK(decode(damaged("av1.mp4", 900)).outcome == decode_outcome::rejected);
  CHECK(decode(damaged("hevc.mp4", 1050)).outcome == decode_outcome::rejected);
}

TEST_CASE("sample tables that lie are rejected") {
  const bytes good = one_track(mp4::video());
  REQUIRE(decode(good).outcome == decode_outcome::decoded);
  const std::size_t size = crafted::find(good, "stsz") + 16;
  const std::size_t place = crafted::find(good, "stco") + 12;

  SECTION("a sample larger than the rest of the file") {
    const decode_result out = decode(with_number(good, size, 100'000));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "the file ends inside this packet (packet 1, stream 0, at byte "));
  }
  SECTION("a sample cut in the middle") {
    const decode_result out = decode(with_number(good, size, 100));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "Invalid NAL unit size"));
  }
  SECTION("a sample without bytes") {
    const decode_result out = decode(with_number(good, size, 0));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "the packet is empty (packet 1"));
  }
  SECTION("a sample without a picture") {
    bytes bad = good;
    const std::size_t first = std::size_t{good.at(place)} << 24 | std::size_t{good.at(place + 1)} << 16 |
                              std::size_t{good.at(place + 2)} << 8 | good.at(place + 3);
    bad.at(first + 4) = 0x0C;  // filler data (H.264 7.4.1) instead of a slice
    const decode_result out = decode(bad);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "the packet contains no picture (packet 1, stream 0, at byte "));
  }
  SECTION("a sample at the end of the file") {
    const decode_result out = decode(with_number(good, place, static_cast<std::uint32_t>(good.size())));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "1 samples of stream 0 lie past the end of the file"));
  }
  SECTION("a sample far past the end of the file") {
    const decode_result out = decode(with_number(good, place, 0x7FFFFFFF));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(message_contains(out, "lie past the end of the file"));
  }
  SECTION("a sample in the middle of the boxes") {
    CHECK(decode(with_number(good, place, 40)).outcome == decode_outcome::rejected);
  }
}

TEST_CASE("a second video track is decoded as the first is") {
  mp4::track second = mp4::video();
  second.id = 2;
  second.samples[0][100] ^= 0x40;
  const decode_result out = decode(mp4::moov_first({.tracks = {mp4::video(), second}}));
  CHECK(out.outcome == decode_outcome::rejected);
  CHECK(message_contains(out, "stream 1"));
}

TEST_CASE("an encrypted video is rejected, by the facts or by its packets") {
  const bytes file = example("encrypted.mp4");
  const decode_result by_packets = decode(file);
  CHECK(by_packets.outcome == decode_outcome::rejected);
  CHECK(message_contains(by_packets, "the video is encrypted and its key is not in the file (packet 1"));

  memory_input input{&file};
  decode_job job;
  job.file = input.reader();
  decode_result by_facts;
  decoder::decode(job, preflight::sniff(file), by_facts);
  CHECK(by_facts.outcome == decode_outcome::rejected);
  CHECK(by_facts.message.text() == "the video is encrypted and its key is not in the file");
  CHECK(by_facts.packets == 0);
}

TEST_CASE("a codec that nobody here decodes is unsupported") {
  const decode_result out = decode(one_track(mp4::other_video(mp4::visual_entry("zzzz", 640, 480), 640, 480)));
  CHECK(out.outcome == decode_outcome::unsupported);
  CHECK(out.message.text() == "no decoder for the codec zzzz");
}

TEST_CASE("a codec that libavcodec decodes but no camera, phone or editor puts into a movie is not used") {
  for (const char* const code : {"gif ", "FFV1", "HFYU", "r210", "tga ", "tiff"}) {
    CAPTURE(code);
    const decode_result out = decode(one_track(mp4::other_video(mp4::visual_entry(code, 640, 480), 640, 480)));
    CHECK(out.outcome == decode_outcome::not_used);
    CHECK(message_contains(out, code));
  }
}

TEST_CASE("tracks that the facts leave out are not decoded") {
  mp4::track damaged = mp4::other_video(mp4::avc_entry({160, 90}), 160, 90);
  damaged.id = 2;
  mp4::track off = damaged;
  off.flags = 6;
  mp4::track empty = damaged;
  empty.samples.clear();
  mp4::track thumbnail = damaged;
  thumbnail.extra = boxes::box("tref", boxes::box("thmb", bytes{}.u32(1)));
  CHECK(with_facts(mp4::moov_first({.tracks = {mp4::video(), damaged}})).outcome == decode_outcome::rejected);
  for (const mp4::track& hidden : {off, empty, thumbnail}) {
    const decode_result out = with_facts(mp4::moov_first({.tracks = {mp4::video(), hidden}}));
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.frames == 1);
  }
}

TEST_CASE("tracks without samples are no damage, wherever they stand") {
  mp4::track empty = mp4::video({160, 90});
  empty.id = 2;
  empty.samples.clear();
  mp4::track third = empty;
  third.id = 3;
  mp4::track sizes_alone = empty;
  sizes_alone.sample_table = boxes::full_box("stsz", 0, 0, bytes{}.u32(16).u32(0));
  mp4::track silent = mp4::sound();
  silent.samples.clear();
  for (const std::vector<mp4::track>& tracks : {std::vector{empty, mp4::video()},
                                                {mp4::video(), empty, third},
                                                {mp4::video(), sizes_alone},
                                                {mp4::video(), silent},
                                                {third, mp4::video(), mp4::sound()}}) {
    CAPTURE(tracks.size(), tracks.front().id);
    const decode_result out = with_facts(mp4::moov_first({.tracks = tracks}));
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.frames == 1);
  }
}

TEST_CASE("what is no movie is rejected") {
  for (const std::string_view text : {"", "#EXTM3U\n", "GIF89a", "\x89PNG\r\n\x1A\n", "RIFF    AVI LIST"}) {
    CAPTURE(text);
    CHECK(decode(crafted::text(text)).outcome == decode_outcome::rejected);
  }
  CHECK(decode(boxes::ftyp_mp4 + boxes::box("mdat", crafted::zeros(100))).message.text() == "moov atom not found");
  CHECK(decode(mp4::moov_first({})).message.text() == "the file has no tracks");
}

TEST_CASE("a video keeps to its job") { check_job_limits<decoder>(example("with_sound.mp4")); }

TEST_CASE("a video survives any damage") {
  for (const std::string_view name : {"h264.mp4", "hevc.mp4", "mpeg4.mp4", "av1.mp4", "vp9.mp4", "prores.mov",
                                      "fragmented.mp4", "compressed_moov.mov", "encrypted.mp4", "edit_list.mp4"}) {
    CAPTURE(name);
    check_damaged_copies<decoder>(example(name), 40);
  }
}

}  // namespace
