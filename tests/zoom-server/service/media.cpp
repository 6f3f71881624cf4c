#include "service/media.hpp"

#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>

#include <preflight/sniff/probe.hpp>

namespace zoom_server {

namespace {

media_kind kind_of(preflight::format format) {
  switch (format) {
    case preflight::format::jpeg: return media_kind::jpeg;
    case preflight::format::png: return media_kind::png;
    case preflight::format::gif: return media_kind::gif;
    case preflight::format::mp4:
    case preflight::format::mov: return media_kind::video;
    default: return media_kind::other;
  }
}

}  // namespace

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error{"no SHA-256"};
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : std::span{digest}.first(length)) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

upload read_upload(std::string_view content_type, std::string_view body, std::string_view part_name) {
  upload found;
  const form sent = parse_form(content_type, body);
  found.state = sent.state;
  const form_part* const part = sent.find(part_name);
  if (part == nullptr || !part->file_name) {
    return found;
  }
  found.part_found = true;
  found.file_name = *part->file_name;
  found.sha256 = sha256_of(part->bytes);
  found.size = part->bytes.size();
  const preflight::facts facts =
      preflight::sniff({reinterpret_cast<const unsigned char*>(part->bytes.data()), part->bytes.size()});
  found.kind = kind_of(facts.format);
  found.video_within_limits =
      facts.coded.width >= 480 && facts.coded.height >= 360 && facts.coded.width <= 1920 && facts.coded.height <= 1080;
  return found;
}

}  // namespace zoom_server
