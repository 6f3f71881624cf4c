#pragma once

#include <cstddef>
#include <cstring>
#include <string>

#include <preflight/preflight.h>

#include "harness/catch.hpp"

namespace preflight::test {

/// What is in a result of the C interface, which is freed.
struct c_result {
  int verdict = -1;
  std::string line;
};

[[nodiscard]] inline c_result result_of(int error, mpf_result* result) {
  REQUIRE(error == MPF_OK);
  REQUIRE(result != nullptr);
  std::size_t length = 0;
  const char* const json = mpf_result_json(result, &length);
  CHECK(std::strlen(json) == length);
  const c_result out{mpf_result_verdict(result), std::string{json, length}};
  mpf_result_free(result);
  return out;
}

/// Whether a line has a finding of this rule.
[[nodiscard]] inline bool has_rule(const c_result& result, const std::string& rule) {
  return result.line.find("{\"rule\":\"" + rule + "\"") != std::string::npos;
}

}  // namespace preflight::test
