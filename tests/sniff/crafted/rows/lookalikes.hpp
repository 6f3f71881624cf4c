#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/isobmff/boxes.hpp"
#include "sniff/crafted/isobmff/movie.hpp"
#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/png.hpp"
#include "sniff/crafted/row.hpp"
#include "sniff/crafted/rows/jpeg_tables.hpp"

namespace crafted {

[[nodiscard]] inline bytes utf_16(std::string_view ascii) {
  bytes out{0xFF, 0xFE};
  for (const char c : ascii) {
    out.u16le(static_cast<unsigned char>(c));
  }
  return out;
}

/// What people send under the name of something else. Reading the beginning is enough for all of them.
[[nodiscard]] inline rows mistaken_files() {
  using boxes::box;
  const rule_ids not_accepted{"format-not-accepted", "extension-mismatch"};
  const auto named = [&](const char* name, const char* extension, const bytes& file, format expected) {
    return row{name, extension, file, expected, {}, not_accepted}.reading(4096, 4096);
  };
  const bytes icns = text("icns").u32(64).text("ic07").u32(0).zeros(48);
  const bytes jp2 = box("jP  ", {0x0D, 0x0A, 0x87, 0x0A}) + box("ftyp", text("jp2 ").u32(0).text("jp2 "));
  const bytes jxl = box("JXL ", {0x0D, 0x0A, 0x87, 0x0A}) + box("ftyp", text("jxl ").u32(0).text("jxl "));
  const bytes pointer = text(
      "version https://git-lfs.github.com/spec/v1\n"
      "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
      "size 20971520\n");
  const bytes transport = [] {
    bytes packets;
    for (int i = 0; i < 8; ++i) {
      packets.add({0x47, 0x40, 0, 0x10}).repeat(184, 0xFF);
    }
    return packets;
  }();
  const rule_ids stand_in{"format-not-accepted"};
  row lfs = named("lfs_pointer", "png", pointer, format::git_lfs_pointer);
  // The file that it stands for has 20 MiB.
  lfs.rules = {"format-not-accepted", "file-too-large"};
  lfs.also([](const facts& f) { return f.pointed_size == 20971520; });
  return {
      lfs,
      named("icns_entry_of_size_0", "png", icns, format::icns),
      named("jp2_box_of_size_0", "jpg", jp2 + boxes::claimed(0, "jp2h"), format::jp2),
      named("jxl_box_of_size_0", "jpg", jxl + boxes::claimed(0, "jxlp"), format::jxl),
      named("heic_meta_box_of_size_0", "jpg",
            boxes::ftyp("heic", "mif1heic") + boxes::full_box("meta", 0, 0, boxes::claimed(0, "iprp")), format::heic),
      named("heic_named_jpg", "jpg", boxes::ftyp("mif1", "mif1heic") + box("mdat", zeros(64)), format::heic),
      named("avif_named_jpg", "jpg", boxes::ftyp("avif", "avifmif1") + box("mdat", zeros(64)), format::avif),
      named("webp_named_png", "png", text("RIFF").u32le(30).text("WEBPVP8X").u32le(10).zeros(10), format::webp),
      named("avi_named_mp4", "mp4", text("RIFF").u32le(100).text("AVI LIST").zeros(92), format::avi),
      named("wav_named_mp4", "mp4", text("RIFF").u32le(36).text("WAVEfmt ").u32le(16).zeros(16), format::wav),
      named("svg_named_png", "png", text("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
            format::svg),
      named("pdf_named_jpg", "jpg", text("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"), format::pdf),
      named("html_named_png", "png", text("<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>\n"),
            format::html),
      named("bmp_named_jpg", "jpg", text("BM").u32le(58).u32le(0).u32le(54).u32le(40).u32le(1).u32le(1).zeros(32),
            format::bmp),
      named("tiff_named_jpg", "jpg", text("II").u16le(42).u32le(8).u16le(0).u32le(0), format::tiff),
      named("ico_named_png", "png", bytes{0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0}.u32le(40).u32le(22).zeros(40),
            format::ico),
      named("psd_named_png", "png", text("8BPS").u16(1).zeros(6).u16(3).u32(720).u32(1280).u16(8).u16(3), format::psd),
      named("webm_named_mp4", "mp4", bytes{0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84}.text("webm").zeros(32),
            format::webm),
      named("mkv_named_mp4", "mp4", bytes{0x1A, 0x45, 0xDF, 0xA3, 0x8B, 0x42, 0x82, 0x88}.text("matroska").zeros(32),
            format::mkv),
      named("flv_named_mp4", "mp4", text("FLV").add({1, 5, 0, 0, 0, 9, 0, 0, 0, 0}), format::flv),
      named("mpeg_ts_named_mp4", "mp4", transport, format::mpeg_ts),
      named("mpeg_ps_named_mp4", "mp4", bytes{0, 0, 1, 0xBA, 0x44, 0, 4, 0, 4, 1, 0, 0, 3, 0xF8}.zeros(32),
            format::mpeg_ps),
      named("zip_named_png", "png", text("PK\x03\x04").zeros(26), format::zip),
      {"apple_double_of_a_video",
       "mp4",
       bytes{0, 5, 0x16, 7, 0, 2, 0, 0}.text("Mac OS X        ").u16(1).u32(9).u32(38).u32(32).zeros(32),
       format::apple_double,
       {},
       stand_in},
      named("hls_named", "mp4", text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:18999/x.ts\n"),
            format::text),
      named("concat_script_named", "mp4", text("ffconcat version 1.0\nfile http://127.0.0.1:18999/x.mp4\n"),
            format::text),
      named("concat_list_named", "mp4", text("file '/etc/passwd'\n"), format::text),
      named("dash_manifest_named", "mp4",
            text("<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>\n"), format::xml),
      named("s3_error_named", "png", text("<Error><Code>AccessDenied</Code></Error>"), format::xml),
      named("json_error_named", "png", text("{\n  \"message\": \"Not Found\"\n}\n"), format::json),
      named("base64_named", "jpg", text("/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMC\n"), format::base64),
      named("data_url_named", "png", text("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"), format::base64),
      named("base64_of_an_mp4_named", "mp4", text("AAAAGGZ0eXBtcDQyAAAAAG1wNDJpc29tAAAACGZyZWU="), format::base64),
      named("base64_in_lines_named", "gif", text("R0lGODlhAQABAIAAAAAA\nAP///yH5BAEAAAAALAAA\nAAABAAEA\n"),
            format::base64),
      named("uuencoded_named", "png", text("begin 644 a.png\nMB5!.1PT*&@H````-24A$4@```0``````\n`\nend\n"),
            format::text),
      named("gzip_named", "png", bytes{0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3}.text("a.png").zeros(20), format::gzip),
      named("gzip_without_a_name_named", "jpg", bytes{0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF}.zeros(20), format::gzip),
      named("bzip2_named", "png", text("BZh9").add({0x31, 0x41, 0x59, 0x26, 0x53, 0x59}).zeros(20), format::bzip2),
      named("xz_named", "mp4", bytes{0xFD}.text("7zXZ").add({0, 0, 4, 0xE6, 0xD6}).zeros(20), format::xz),
      named("zstd_named", "jpg", bytes{0x28, 0xB5, 0x2F, 0xFD, 0x24}.zeros(20), format::zstd),
      named("tar_named", "png", text("a.png").zeros(252).text("ustar").zeros(250), format::tar),
      named("utf_16_text_named", "jpg", utf_16("not a picture\r\n"), format::text),
  };
}

/// The right content under a wrong name, or under none; and content nobody knows.
[[nodiscard]] inline rows misnamed_files() {
  const rule_ids unknown{"format-unknown"};
  const bytes movie = mp4::moov_first({.tracks = {mp4::video()}});
  const bytes quicktime = mp4::moov_first({.tracks = {mp4::video()}}, boxes::ftyp_mov);
  return {
      {"png_named_jpg", "jpg", png::picture(), format::png, hd, {"extension-mismatch"}},
      {"jpg_named_png", "png", jpeg::picture(), format::jpeg, hd, {"extension-mismatch"}},
      {"gif_named_mp4", "mp4", gif::picture(), format::gif, hd, {"extension-mismatch"}},
      {"mp4_named_mov", "mov", movie, format::mp4, hd, {"extension-mismatch"}},
      {"mov_named_mp4", "mp4", quicktime, format::mov, hd, {"extension-mismatch"}},
      {"png_named_JPEG_in_capitals", "JPEG", png::picture(), format::png, hd, {"extension-mismatch"}},
      {"png_named_PNG_in_capitals", "PNG", png::picture(), format::png, hd, {}},
      {"png_without_extension", "", png::picture(), format::png, hd, {"extension-missing"}},
      {"png_named_dat", "dat", png::picture(), format::png, hd, {"extension-uncommon"}},
      {"png_named_apng", "apng", png::picture(), format::png, hd, {"extension-uncommon"}},
      {"jpg_named_jpe", "jpe", jpeg::picture(), format::jpeg, hd, {"extension-uncommon"}},
      {"jpg_named_JFIF_in_capitals", "JFIF", jpeg::picture(), format::jpeg, hd, {"extension-uncommon"}},
      {"mp4_named_f4v", "f4v", movie, format::mp4, hd, {"extension-uncommon"}},
      {"mov_named_qt", "qt", quicktime, format::mov, hd, {"extension-uncommon"}},
      {"empty", "jpg", bytes{}, format::empty, {}, {"empty-file"}},
      {"one_zero_byte", "png", bytes{0}, format::unknown, {}, unknown},
      {"midi", "mp4", text("MThd").u32(6).u16(0).u16(1).u16(96), format::unknown, {}, unknown},
      {"random_bytes",
       "png",
       bytes{0x93, 0x00, 0xF1, 0x5C, 0x07, 0xE8, 0x00, 0x9D, 0x3B},
       format::unknown,
       {},
       unknown},
      {"jpg_cut_to_one_byte", "jpg", bytes{0xFF}, format::unknown, {}, unknown},
  };
}

template <std::uint64_t Place>
[[nodiscard]] bool begins_at(const facts& f) {
  const preflight::fault* const leading = f.faults.first(preflight::fault_kind::leading_data);
  return leading != nullptr && leading->offset == Place;
}

/// What was a picture or video before text came in front of it, or before it was converted as if it were text; and what
/// only looks so.
[[nodiscard]] inline rows displaced_files() {
  const bytes movie = mp4::moov_first({.tracks = {mp4::video()}});
  const bytes form = text("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n");
  const bytes replaced = bytes{0xEF, 0xBF, 0xBD};
  const bytes mark = text("\xEF\xBB\xBF");
  const bytes still = png::picture();
  const bytes photo = jpeg::picture();
  const bytes table_with_line_feed = bytes{0x01, 1}.zeros(15).u8(10);
  const rule_ids leading{"leading-data"};
  const rule_ids mangled{"text-mangled"};
  // Its first three letters are the extension.
  const auto behind = [&](const char* name, const bytes& front, const bytes& file, bool (*holds)(const facts&)) {
    const std::string extension{std::string_view{name}.substr(0, 3)};
    const format what = extension == "png"   ? format::png
                        : extension == "jpg" ? format::jpeg
                        : extension == "gif" ? format::gif
                                             : format::mp4;
    return row{name, extension, front + file, what, {}, leading}.also(holds);
  };
  return {
      behind("png_behind_line_feed", text("\n"), still, begins_at<1>),
      behind("jpg_behind_carriage_return", text("\r"), photo, begins_at<1>),
      behind("gif_behind_blank_lines", text("\r\n\r\n"), gif::picture(), begins_at<4>),
      behind("mp4_behind_blanks", text("   "), movie, begins_at<3>),
      behind("jpg_behind_byte_order_mark", mark, photo, begins_at<3>),
      behind("png_behind_byte_order_mark", mark, still, begins_at<3>),
      behind("gif_behind_byte_order_mark", mark, gif::picture(), begins_at<3>),
      behind("mp4_behind_byte_order_mark_and_line_end", mark + text("\r\n"), movie, begins_at<5>),
      behind("jpg_behind_two_byte_order_marks", mark + mark, photo, begins_at<6>),
      behind("jpg_behind_form_header", form, photo, nullptr),
      behind("png_behind_headers_of_a_part",
             text("Content-Disposition: form-data; name=\"file\"\r\nContent-Type: image/png\r\n\r\n"), still, nullptr),
      behind("mp4_behind_two_parts_of_a_form",
             text("--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nsea\r\n") + form, movie, nullptr),
      behind("gif_behind_mail_header", text("MIME-Version: 1.0\r\nContent-Type: image/gif\r\n\r\n"), gif::picture(),
             nullptr),
      behind("png_behind_size_of_an_http_chunk", text("1f40\r\n"), still, begins_at<6>),
      {"gif_behind_warning", "gif", text("<br />\n<b>Warning</b>: a.php") + gif::picture(), format::gif, {}, leading},
      {"mp4_behind_http_header", "mp4", text("HTTP/1.1 200 OK\r\n\r\n") + movie, format::mp4, {}, leading},
      {"png_with_replacements", "png", replaced + skip(png::picture(), 1), format::png, {}, mangled},
      {"png_latin_1_as_utf_8", "png", bytes{0xC2} + png::picture(), format::png, {}, mangled},
      {"jpg_with_replacements",
       "jpg",
       replaced + replaced + replaced + replaced + skip(jpeg::picture(), 4),
       format::jpeg,
       {},
       mangled},
      {"png_with_carriage_returns", "png", with_carriage_returns(still), format::png, {}, {"malformed"}},
      {"png_with_one_carriage_return",
       "png",
       bytes{0x89}.text("PNG\r\n\x1A\r\n").add(skip(still, 8)),
       format::png,
       {},
       {"malformed"}},
      {"jpg_with_carriage_returns",
       "jpg",
       with_carriage_returns(jpeg::picture({}, jpeg::segment(0xC4, table_with_line_feed + table_with_line_feed))),
       format::jpeg,
       hd,
       {"malformed"}},
      {"gif_with_carriage_returns",
       "gif",
       with_carriage_returns(gif::screen(1280, 720) + gif::comment("a\nb") + gif::image({}) + gif::trailer),
       format::gif,
       hd,
       {"truncated"}},
      {"mp4_with_carriage_returns",
       "mp4",
       with_carriage_returns(
           mp4::moov_first({.tracks = {mp4::video()}, .extra = boxes::box("udta", boxes::box("name", text("a\nb")))})),
       format::mp4,
       hd,
       {"malformed", "trailing-data"}},
      {"text_about_gif",
       "gif",
       text("No picture: GIF89a"),
       format::text,
       {},
       {"extension-mismatch", "format-not-accepted"}},
      {"jpg_behind_zeros", "jpg", zeros(16) + jpeg::picture(), format::unknown, {}, {"format-unknown"}},
  };
}

}  // namespace crafted
