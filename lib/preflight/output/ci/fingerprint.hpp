#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/text/json_string.hpp>
#include <preflight/text/text_hash.hpp>

namespace preflight::writers {

/// Of what a finding is about (a path, a content) and the rule, as 16 digits: the same finding in the next pipeline has
/// the same one, because a file breaks a rule once.
inline void append_fingerprint(std::string& out, std::string_view subject, std::string_view rule) {
  const std::uint64_t hash = (text_hash{} << rule << text_hash::end << subject).value();
  for (unsigned shift = 64; shift > 0; shift -= 4) {
    out += hex_digit(static_cast<unsigned>(hash >> (shift - 4)));
  }
}

}  // namespace preflight::writers
