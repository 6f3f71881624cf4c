#include "result.hpp"

#include <memory>

#include <preflight/output/json.hpp>
#include <preflight/report/judge.hpp>

namespace preflight::c {

int make_result(const reading& read, std::string_view name, const checked_options& options, report& report,
                mpf_result** out) {
  report.clear();
  report.file = read ? read->file : facts{};
  report.bytes_read = read ? read->bytes_read : 0;
  judge(subject{report.file, name, read ? nullptr : &read.error()}, options.target(), severities{}, report);

  auto made = std::make_unique<mpf_result>();
  made->verdict = static_cast<int>(report.verdict());
  constexpr std::size_t usual_length = 1024;
  made->json.reserve(usual_length);
  buffered_appender pen{made->json};
  written_file line{name, report, &options.target()};
  line.depth = static_cast<check_depth>(options.depth());
  line.was_read = read.has_value();
  writers::append_file(pen, line);
  pen.flush();
  *out = made.release();
  return MPF_OK;
}

}  // namespace preflight::c

static_assert(static_cast<int>(preflight::verdict::pass) == MPF_PASS);
static_assert(static_cast<int>(preflight::verdict::warn) == MPF_WARN);
static_assert(static_cast<int>(preflight::verdict::fail) == MPF_FAIL);

int mpf_result_verdict(const mpf_result* result) { return result != nullptr ? result->verdict : -1; }

const char* mpf_result_json(const mpf_result* result, size_t* length) {
  if (length != nullptr) {
    *length = result != nullptr ? result->json.size() : 0;
  }
  return result != nullptr ? result->json.c_str() : nullptr;
}

void mpf_result_free(mpf_result* result) { delete result; }
