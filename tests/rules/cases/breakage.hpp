#pragma once

#include "rules/rule_case.hpp"

namespace preflight::test {

/// Files that break off, break rules, or have no size.
inline rule_cases breakage_cases() {
  const auto broken = [](facts f, fault defect) {
    f.faults.add(defect);
    return f;
  };
  const fault crc{fault_kind::malformed, "the IEND chunk is not empty", "PNG 11.2.5", 19'984, 0, 4, true};
  const fault no_iend{fault_kind::truncated, "the file ends before the IEND chunk", "PNG 5.6", 20'000};
  const fault no_ihdr{fault_kind::truncated, "the file ends before the IHDR chunk", "PNG 5.6", 8};
  const fault no_moov{fault_kind::truncated, "the file ends without a moov box: it was not finished",
                      "ISO 14496-12 8.2.1", 20'000};
  const fault cut_mdat{fault_kind::truncated,
                       "the media data (mdat) reaches past the end of the file",
                       "ISO 14496-12 4.2",
                       1'036,
                       20'971'556,
                       20'000,
                       true};
  const fault pixels{ceiling_fault(ceiling::pixels, "the picture has too many pixels", 0, 268'402'689, 900'000'000)};
  const fault boxes{ceiling_fault(ceiling::boxes, "too many boxes", 19'000, 1'000'000, 1'000'001)};
  const fault dnl{fault_kind::no_dimensions, "the frame header gives a height of 0, and there is no DNL segment",
                  "T.81 B.2.5", 163};
  const fault zero{fault_kind::no_dimensions, "the picture has a width of 0", "", 163};
  const fault no_entry{fault_kind::no_dimensions, "a video track has no sample entry", "ISO 14496-12 8.5.2", 700};
  const fault cmov{fault_kind::no_dimensions, "the movie header is compressed (cmov)",
                   "QTFF, compressed movie resources", 40};
  const auto no_tracks = [](facts f) {
    f.tracks = {};
    f.video_tracks = f.audio_tracks = 0;
    f.coded = {};
    return f;
  };
  const auto only_sound = [](facts f) {
    f.tracks = {};
    f.video_tracks = 0;
    f.coded = {};
    return f;
  };

  const fault mangled{fault_kind::text_mangled, "each byte above 7F was written as two (Latin-1 to UTF-8)", {}, 0};
  const fault no_scan{fault_kind::scans_missing, "a component of the picture has no scan", "T.81 A.2", 19'998};
  const auto progressive = [](facts f) {
    f.jpeg_process = 0xC2;
    return f;
  };
  const fault coarse{fault_kind::scans_missing, "the progressive picture ends before its last scans", "T.81 G.1.1",
                     19'998};

  const fault text_crc{.kind = fault_kind::ancillary_chunk,
                       .what = "has a CRC that does not match its bytes",
                       .clause = "PNG 5.3",
                       .offset = 300,
                       .expected = 1'234'567,
                       .actual = 7'654'321,
                       .has_numbers = true,
                       .chunk = fourcc("tEXt"),
                       .is_checksum = true};
  const fault second_time{.kind = fault_kind::ancillary_chunk,
                          .what = "is a duplicate",
                          .clause = "PNG 5.6",
                          .offset = 300,
                          .chunk = fourcc("pHYs")};

  return {
      {.rule = "ancillary-chunk-invalid",
       .outcome = expected::firing,
       .name = "a wrong CRC of text",
       .file = broken(png(), text_crc)},
      {.rule = "ancillary-chunk-invalid",
       .outcome = expected::firing,
       .name = "a chunk too many",
       .file = broken(png(), second_time)},
      {.rule = "ancillary-chunk-invalid",
       .outcome = expected::boundary,
       .name = "a chunk that pixels depend on",
       .file = broken(png(), crc),
       .also = {"malformed"}},
      {.rule = "ancillary-chunk-invalid", .outcome = expected::silent, .name = "a sound PNG", .file = png()},
      {.rule = "scans-missing",
       .outcome = expected::firing,
       .name = "a component is missing",
       .file = broken(jpeg(), no_scan)},
      {.rule = "scans-missing",
       .outcome = expected::firing,
       .name = "precision is missing",
       .file = broken(progressive(jpeg()), coarse)},
      {.rule = "scans-missing", .outcome = expected::silent, .name = "a picture in one scan", .file = jpeg()},
      {.rule = "scans-missing",
       .outcome = expected::boundary,
       .name = "a progressive picture with all of its scans",
       .file = progressive(jpeg())},
      {.rule = "leading-data",
       .outcome = expected::firing,
       .name = "a byte order mark",
       .file = broken(named_only(format::jpeg), {fault_kind::leading_data, "a byte order mark", {}, 3})},
      {.rule = "leading-data",
       .outcome = expected::firing,
       .name = "a form",
       .file =
           broken(named_only(format::mp4), {fault_kind::leading_data, "the header of a multipart form", {}, 1'850})},
      {.rule = "leading-data", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "leading-data",
       .outcome = expected::boundary,
       .name = "what was converted begins where it should",
       .file = broken(named_only(format::png), mangled),
       .also = {"text-mangled"}},
      {.rule = "text-mangled",
       .outcome = expected::firing,
       .name = "a PNG",
       .file = broken(named_only(format::png), mangled)},
      {.rule = "text-mangled", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "text-mangled",
       .outcome = expected::boundary,
       .name = "line ends alone are said by the signature",
       .file =
           broken(png({0, 0}), {fault_kind::malformed, "the line ends of the signature were converted", "PNG 5.2", 4}),
       .also = {"malformed"}},
      {.rule = "malformed", .outcome = expected::firing, .name = "a picture", .file = broken(png(), crc)},
      {.rule = "malformed",
       .outcome = expected::firing,
       .name = "a video",
       .file = broken(video(), {fault_kind::malformed, "there is a second moov box", "ISO 14496-12 8.2.1", 19'000})},
      {.rule = "malformed",
       .outcome = expected::firing,
       .name = "broken before its size: that is no second fault",
       .file = broken(png({0, 0}), {fault_kind::malformed, "the first chunk is not IHDR", "PNG 5.6", 12})},
      {.rule = "malformed",
       .outcome = expected::firing,
       .name = "more than there may be",
       .file = broken(jpeg(), {fault_kind::malformed, "too many bytes between the marker segments", "T.81 B.1.1.2", 2,
                               65'536, 65'537, true, true})},
      {.rule = "malformed",
       .outcome = expected::firing,
       .name = "a place that is a number out of the file, and lies outside it",
       .file = broken(video(), {fault_kind::malformed, "there is a second moov box", "ISO 14496-12 8.2.1",
                                0xFFFF'FFFF'FFFF'FFFF})},
      {.rule = "malformed", .outcome = expected::silent, .name = "a sound picture", .file = png()},
      {.rule = "malformed",
       .outcome = expected::boundary,
       .name = "cut short, but without a fault as far as it goes",
       .file = broken(png(), no_iend),
       .also = {"truncated"}},

      {.rule = "truncated", .outcome = expected::firing, .name = "a picture", .file = broken(png(), no_iend)},
      {.rule = "truncated", .outcome = expected::firing, .name = "media data", .file = broken(video(), cut_mdat)},
      {.rule = "truncated",
       .outcome = expected::firing,
       .name = "no moov: nobody knows that there is no video track",
       .file = broken(no_tracks(video()), no_moov)},
      {.rule = "truncated",
       .outcome = expected::firing,
       .name = "cut before its size: that is no second fault",
       .file = broken(png({0, 0}), no_ihdr)},
      {.rule = "truncated", .outcome = expected::silent, .name = "a whole video", .file = video()},
      {.rule = "truncated",
       .outcome = expected::boundary,
       .name = "malformed to its last byte, but all there",
       .file = broken(png(), crc),
       .also = {"malformed"}},

      {.rule = "over-budget",
       .outcome = expected::firing,
       .name = "a ceiling for the whole file",
       .file = broken(png({30'000, 30'000}), pixels),
       .also = {"not-widescreen"}},
      {.rule = "over-budget",
       .outcome = expected::firing,
       .name = "a ceiling met on the way",
       .file = broken(video(), boxes)},
      {.rule = "over-budget",
       .outcome = expected::firing,
       .name = "too many video tracks",
       .file = broken(video(), ceiling_fault(ceiling::tracks, "too many video tracks", 4'000, 8, 9))},
      {.rule = "over-budget",
       .outcome = expected::firing,
       .name = "too many chunks",
       .file = broken(png(), ceiling_fault(ceiling::png_chunks, "too many PNG chunks", 19'000, 100, 101))},
      {.rule = "over-budget",
       .outcome = expected::firing,
       .name = "too many segments",
       .file =
           broken(jpeg(), ceiling_fault(ceiling::jpeg_segments, "too many JPEG marker segments", 19'000, 100, 101))},
      {.rule = "over-budget", .outcome = expected::silent, .name = "a small picture", .file = png()},
      {.rule = "over-budget",
       .outcome = expected::boundary,
       .name = "the largest 16:9 picture under the ceiling",
       .file = png({21'844, 12'287})},

      {.rule = "no-video-track", .outcome = expected::firing, .name = "only sound", .file = only_sound(video())},
      {.rule = "no-video-track",
       .outcome = expected::firing,
       .name = "no track at all",
       .file = no_tracks(video({1280, 720}, format::mov))},
      {.rule = "no-video-track", .outcome = expected::silent, .name = "a video", .file = video()},
      {.rule = "no-video-track", .outcome = expected::silent, .name = "a picture has no tracks", .file = png()},
      {.rule = "no-video-track",
       .outcome = expected::boundary,
       .name = "no track seen before the file was cut",
       .file = broken(no_tracks(video()), no_moov),
       .also = {"truncated"}},
      {.rule = "no-video-track",
       .outcome = expected::boundary,
       .name = "the tracks are hidden in a compressed header",
       .file = broken(no_tracks(video({1280, 720}, format::mov)), cmov),
       .also = {"dimensions-missing"}},

      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "DNL",
       .file = edited(broken(jpeg({640, 0}), dnl), [](facts& f) { f.height_after_scan = 480; })},
      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "no DNL",
       .file = broken(jpeg({640, 0}), dnl)},
      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "a width of zero",
       .file = broken(jpeg({0, 480}), zero)},
      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "no sample entry",
       .file = broken(edited(video(),
                             [](facts& f) {
                               f.coded = {};
                               f.tracks[0] = {};
                             }),
                      no_entry)},
      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "compressed movie header",
       .file = broken(no_tracks(video({1280, 720}, format::mov)), cmov)},
      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "the second of two video tracks has no size",
       .file = edited(video(),
                      [](facts& f) {
                        f.tracks[1] = h264_track(2, {});
                        f.video_tracks = 2;
                      })},
      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "a GIF screen of 0x0 around frames",
       .file = edited(gif({0, 0}),
                      [](facts& f) {
                        f.canvas = {640, 480};
                      })},
      {.rule = "dimensions-missing",
       .outcome = expected::firing,
       .name = "zero without a reason given",
       .file = png({0, 0})},
      {.rule = "dimensions-missing", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "dimensions-missing",
       .outcome = expected::silent,
       .name = "formats that are only named have no size here",
       .file = named_only(format::webp),
       .also = {"format-not-accepted"}},
      {.rule = "dimensions-missing",
       .outcome = expected::boundary,
       .name = "1x1",
       .file = jpeg({1, 1}),
       .also = {"low-resolution", "not-widescreen"}},
      {.rule = "dimensions-missing",
       .outcome = expected::boundary,
       .name = "a track header of 0x0 is not stated, and no fault",
       .file = edited(video(), [](facts& f) { f.tracks[0].track_header = {}; })},

      {.rule = "external-media",
       .outcome = expected::firing,
       .name = "a data reference elsewhere",
       .file = edited(video({1280, 720}, format::mov), [](facts& f) { f.external_media = 640; })},
      {.rule = "external-media", .outcome = expected::silent, .name = "a self-contained video", .file = video()},
      {.rule = "external-media", .outcome = expected::boundary, .name = "a picture", .file = png()},
  };
}

}  // namespace preflight::test
