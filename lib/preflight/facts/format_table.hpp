#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace preflight {

enum class kind : std::uint8_t { image, video, audio, other };

inline constexpr std::array<std::string_view, 4> kind_names{"image", "video", "audio", "other"};
[[nodiscard]] constexpr std::string_view name_of(kind k) { return kind_names[static_cast<std::size_t>(k)]; }

/// The formats we can name. Only png, jpeg, gif and the family of mp4 and mov (3gp and m4a too) are read further; the
/// others are named because people send them, often under a name that says something else.
// clang-format off
enum class format : std::uint8_t {
  png, jpeg, gif, mp4, mov,
  webp, heic, avif, jxl, jp2, bmp, tiff, ico, icns, psd, svg, pdf,
  cr2, cr3, nef, arw, dng, raf, orf, rw2, pef, raw,
  webm, mkv, avi, flv, wmv, mpeg_ts, mpeg_ps, m4a, threegp, wav, mp3, ogg, flac,
  zip, gzip, bzip2, xz, zstd, seven_zip, rar, tar,
  html, json, xml, base64, text, git_lfs_pointer, apple_double, empty, unknown,
};
// clang-format on
inline constexpr std::size_t format_count = static_cast<std::size_t>(format::unknown) + 1;

struct format_info {
  format id;
  std::string_view name;  ///< in JSON, configuration and on the command line
  std::string_view mime_type;
  preflight::kind kind;
  std::string_view title;                      ///< in sentences: "a HEIC picture"
  std::array<std::string_view, 5> extensions;  ///< without the dot, lower case; the usual one first
};

// clang-format off
inline constexpr std::array<format_info, format_count> format_table{{
    {format::png,     "png",     "image/png",              kind::image, "a PNG picture",             {"png", "apng"}},
    {format::jpeg,    "jpeg",    "image/jpeg",             kind::image, "a JPEG picture",            {"jpg", "jpeg", "jpe", "jfif", "jif"}},
    {format::gif,     "gif",     "image/gif",              kind::image, "a GIF picture",             {"gif"}},
    {format::mp4,     "mp4",     "video/mp4",              kind::video, "an MP4 video",              {"mp4", "m4v", "f4v", "cmfv", "mp4v"}},
    {format::mov,     "mov",     "video/quicktime",        kind::video, "a QuickTime (MOV) video",   {"mov", "qt"}},
    {format::webp,    "webp",    "image/webp",             kind::image, "a WebP picture",            {"webp"}},
    {format::heic,    "heic",    "image/heic",             kind::image, "a HEIC picture",            {"heic", "heif", "hif", "heics", "heifs"}},
    {format::avif,    "avif",    "image/avif",             kind::image, "an AVIF picture",           {"avif", "avifs"}},
    {format::jxl,     "jxl",     "image/jxl",              kind::image, "a JPEG XL picture",         {"jxl"}},
    {format::jp2,     "jp2",     "image/jp2",              kind::image, "a JPEG 2000 picture",       {"jp2", "j2k", "jpx", "jpf", "j2c"}},
    {format::bmp,     "bmp",     "image/bmp",              kind::image, "a BMP picture",             {"bmp", "dib"}},
    {format::tiff,    "tiff",    "image/tiff",             kind::image, "a TIFF picture",            {"tif", "tiff"}},
    {format::ico,     "ico",     "image/vnd.microsoft.icon", kind::image, "a Windows icon",          {"ico", "cur"}},
    {format::icns,    "icns",    "image/x-icns",           kind::image, "an Apple icon",             {"icns"}},
    {format::psd,     "psd",     "image/vnd.adobe.photoshop", kind::image, "a Photoshop document",   {"psd", "psb"}},
    {format::svg,     "svg",     "image/svg+xml",          kind::image, "an SVG drawing",            {"svg"}},
    {format::pdf,     "pdf",     "application/pdf",        kind::other, "a PDF document",            {"pdf"}},
    {format::cr2,     "cr2",     "image/x-canon-cr2",      kind::image, "a Canon raw photograph (CR2)",      {"cr2"}},
    {format::cr3,     "cr3",     "image/x-canon-cr3",      kind::image, "a Canon raw photograph (CR3)",      {"cr3"}},
    {format::nef,     "nef",     "image/x-nikon-nef",      kind::image, "a Nikon raw photograph (NEF)",      {"nef", "nrw"}},
    {format::arw,     "arw",     "image/x-sony-arw",       kind::image, "a Sony raw photograph (ARW)",       {"arw", "sr2"}},
    {format::dng,     "dng",     "image/x-adobe-dng",      kind::image, "a raw photograph (DNG)",            {"dng"}},
    {format::raf,     "raf",     "image/x-fuji-raf",       kind::image, "a Fujifilm raw photograph (RAF)",   {"raf"}},
    {format::orf,     "orf",     "image/x-olympus-orf",    kind::image, "an Olympus raw photograph (ORF)",   {"orf"}},
    {format::rw2,     "rw2",     "image/x-panasonic-rw2",  kind::image, "a Panasonic raw photograph (RW2)",  {"rw2"}},
    {format::pef,     "pef",     "image/x-pentax-pef",     kind::image, "a Pentax raw photograph (PEF)",     {"pef"}},
    {format::raw,     "raw",     "image/x-dcraw",          kind::image, "a raw photograph",                  {"raw", "srw", "x3f", "3fr", "mrw"}},
    {format::webm,    "webm",    "video/webm",             kind::video, "a WebM video",              {"webm"}},
    {format::mkv,     "mkv",     "video/x-matroska",       kind::video, "a Matroska video",          {"mkv"}},
    {format::avi,     "avi",     "video/x-msvideo",        kind::video, "an AVI video",              {"avi"}},
    {format::flv,     "flv",     "video/x-flv",            kind::video, "a Flash video",             {"flv"}},
    {format::wmv,     "wmv",     "video/x-ms-wmv",         kind::video, "a Windows Media file",      {"wmv", "asf", "wma"}},
    {format::mpeg_ts, "mpeg-ts", "video/mp2t",             kind::video, "an MPEG transport stream",  {"mts", "m2ts"}},
    {format::mpeg_ps, "mpeg-ps", "video/mpeg",             kind::video, "an MPEG program stream",    {"mpg", "mpeg", "vob"}},
    {format::m4a,     "m4a",     "audio/mp4",              kind::audio, "an M4A sound file",         {"m4a", "m4b", "m4p", "m4r"}},
    {format::threegp, "3gp",     "video/3gpp",             kind::video, "a 3GP video",               {"3gp", "3g2", "3gpp"}},
    {format::wav,     "wav",     "audio/wav",              kind::audio, "a WAV sound file",          {"wav"}},
    {format::mp3,     "mp3",     "audio/mpeg",             kind::audio, "an MP3 sound file",         {"mp3"}},
    {format::ogg,     "ogg",     "application/ogg",        kind::audio, "an Ogg file",               {"ogg", "oga", "ogv", "opus"}},
    {format::flac,    "flac",    "audio/flac",             kind::audio, "a FLAC sound file",         {"flac"}},
    {format::zip,     "zip",     "application/zip",        kind::other, "a ZIP archive",             {"zip"}},
    {format::gzip,    "gzip",    "application/gzip",       kind::other, "a gzip file",               {"gz", "gzip", "tgz"}},
    {format::bzip2,   "bzip2",   "application/x-bzip2",    kind::other, "a bzip2 file",              {"bz2"}},
    {format::xz,      "xz",      "application/x-xz",       kind::other, "an xz file",                {"xz"}},
    {format::zstd,    "zstd",    "application/zstd",       kind::other, "a Zstandard file",          {"zst"}},
    {format::seven_zip, "7z",    "application/x-7z-compressed", kind::other, "a 7-Zip archive",      {"7z"}},
    {format::rar,     "rar",     "application/vnd.rar",    kind::other, "a RAR archive",             {"rar"}},
    {format::tar,     "tar",     "application/x-tar",      kind::other, "a tar archive",             {"tar"}},
    {format::html,    "html",    "text/html",              kind::other, "an HTML page",              {"html", "htm"}},
    {format::json,    "json",    "application/json",       kind::other, "a JSON document",           {"json"}},
    {format::xml,     "xml",     "application/xml",        kind::other, "an XML document",           {"xml"}},
    {format::base64,  "base64",  "text/plain",             kind::other, "a Base64-encoded file",     {"b64"}},
    {format::text,    "text",    "text/plain",             kind::other, "a text file",               {"txt"}},
    {format::git_lfs_pointer, "git-lfs-pointer", "text/plain", kind::other, "a Git LFS pointer",     {}},
    {format::apple_double, "apple-double", "application/applefile", kind::other, "an AppleDouble side file", {}},
    {format::empty,   "empty",   "application/x-empty",    kind::other, "an empty file",             {}},
    {format::unknown, "unknown", "application/octet-stream", kind::other, "a file of unknown format", {}},
}};
// clang-format on

}  // namespace preflight
