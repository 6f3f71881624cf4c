#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include <preflight/preflight.h>

#include "fuzz/target.hpp"

namespace fuzz::targets {

namespace detail {

/// The line of a result that is freed; the text of the error where there is none.
[[nodiscard]] inline std::string line_of(int error, mpf_result* result) {
  promise((error == MPF_OK) == (result != nullptr), "a result and an error go together");
  const std::string line = result != nullptr ? mpf_result_json(result, nullptr) : mpf_error_text(error);
  mpf_result_free(result);
  return line;
}

/// Feeds what is asked for, in pieces that `random` cuts; what is not asked for is refused.
[[nodiscard]] inline std::string fed_line(input file, const mpf_options& options, std::mt19937& random) {
  mpf_session* session = nullptr;
  promise(mpf_session_open(file.size(), "a.png", &options, &session) == MPF_OK, "a session opens");
  std::uint64_t offset = 0;
  std::size_t length = 0;
  while (mpf_session_need(session, &offset, &length) == MPF_OK && length > 0) {
    promise(offset < file.size() && length <= file.size() - offset, "nothing is needed outside the file");
    const std::size_t piece = 1 + random() % (2 * length);
    const input rest = file.subspan(static_cast<std::size_t>(offset));
    promise(mpf_session_feed(session, rest.data(), std::min(piece, rest.size())) == MPF_OK, "a piece is taken");
  }
  promise(mpf_session_feed(session, "", 1) == MPF_ERROR_NOTHING_NEEDED, "what is not needed is refused");
  mpf_result* result = nullptr;
  const int error = mpf_session_finish(session, &result);
  mpf_session_free(session);
  return line_of(error, result);
}

/// As a caller may misuse it: bytes that are not those of the file, at any time, and an early end.
inline void misuse(input file, const mpf_options& options, std::mt19937& random) {
  mpf_session* session = nullptr;
  const std::uint64_t size = random() % 2 == 0 ? file.size() : std::uint64_t{random()} << (random() % 32);
  promise(mpf_session_open(size, nullptr, &options, &session) == MPF_OK, "a session opens");
  for (std::uint32_t left = random() % 64; left > 0 && !file.empty(); --left) {
    const input rest = file.subspan(random() % file.size());
    static_cast<void>(mpf_session_feed(session, rest.data(), rest.size()));
  }
  mpf_result* result = nullptr;
  const int error = mpf_session_finish(session, &result);
  static_cast<void>(line_of(error, result));
  mpf_session_free(session);
}

}  // namespace detail

/// The C interface: a session gives what the whole file gives, and no misuse of it breaks anything.
inline constexpr target c_session{
    .name = "c_session",
    .run =
        [](input file) {
          std::mt19937 random = choices(file);
          mpf_options options;
          promise(mpf_options_init(&options) == MPF_OK, "options have defaults");
          for (const int depth : {MPF_DEPTH_HEADER, MPF_DEPTH_STRUCTURE}) {
            options.depth = depth;
            mpf_result* whole = nullptr;
            const int error = mpf_check_bytes(file.data(), file.size(), "a.png", &options, &whole);
            const std::string expected = detail::line_of(error, whole);
            promise(detail::fed_line(file, options, random) == expected,
                    "a session gives another line than all at once");
          }
          detail::misuse(file, options, random);
        },
};

}  // namespace fuzz::targets
