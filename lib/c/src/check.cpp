#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <preflight/preflight.h>
#include <preflight/input/source.hpp>
#include <preflight/report/reading_effort.hpp>
#include <preflight/sniff/probe.hpp>
#include <preflight/sniff/sniff_session.hpp>

#include "guard.hpp"
#include "options.hpp"
#include "regular_file.hpp"
#include "result.hpp"

namespace preflight::c {

namespace {

/// What a check works in, on the heap: threads of other languages have small stacks.
struct check_memory {
  preflight::report report;
  std::optional<sniff_session> session;

  sniff_session& begin(std::uint64_t size, const checked_options& options) {
    const reading_effort effort = effort_for(options.target(), size, {options.depth(), budget{}});
    return session.emplace(size, effort.depth, effort.ceilings);
  }
};

/// The bytes are shown to the session where they are, cut to what it asks for: the line says how many were needed.
int check_memory_bytes(std::span<const unsigned char> bytes, std::string_view name, const checked_options& options,
                       mpf_result** out) {
  const std::unique_ptr<check_memory> memory{new check_memory};
  sniff_session& session = memory->begin(bytes.size(), options);
  const byte_view whole{bytes};
  std::uint64_t bytes_read = 0;
  for (read_request next = session.first(); !next.is_done();) {
    bytes_read += next.length;
    next = session.feed(whole.part(next.offset, next.length));
  }
  return make_result(probe_result{session.facts(), bytes_read}, name, options, memory->report, out);
}

int check_open_file(const regular_file& file, std::string_view path, const checked_options& options, mpf_result** out) {
  const std::unique_ptr<check_memory> memory{new check_memory};
  const std::unique_ptr<unsigned char[]> window = std::make_unique_for_overwrite<unsigned char[]>(window_size);
  sniff_session& session = memory->begin(file.size(), options);
  return make_result(probe(file, std::span{window.get(), window_size}, session), path, options, memory->report, out);
}

int report_unreadable(const failure& problem, std::string_view path, const checked_options& options, mpf_result** out) {
  const std::unique_ptr<preflight::report> report{new preflight::report};
  return make_result(problem, path, options, *report, out);
}

int check_path(const char* path, const checked_options& options, mpf_result** out) {
  const regular_file file{path};
  if (file.problem()) {
    return report_unreadable(*file.problem(), path, options, out);
  }
  if (file.size() > 0) {
    return check_open_file(file, path, options, out);
  }
  const result<std::vector<unsigned char>> bytes = read_whole(file);
  return bytes ? check_memory_bytes(*bytes, path, options, out) : report_unreadable(bytes.error(), path, options, out);
}

}  // namespace

}  // namespace preflight::c

using preflight::c::checked_options;
using preflight::c::guarded;

int mpf_check_bytes(const void* data, size_t size, const char* name, const mpf_options* options, mpf_result** result) {
  if (result != nullptr) {
    *result = nullptr;
  }
  if (result == nullptr || (data == nullptr && size > 0)) {
    return MPF_ERROR_NULL;
  }
  return guarded([&] {
    checked_options checked;
    const int error = checked.read(options);
    const std::span bytes{static_cast<const unsigned char*>(data), size};
    return error != MPF_OK ? error
                           : preflight::c::check_memory_bytes(bytes, name != nullptr ? name : "", checked, result);
  });
}

int mpf_check_file(const char* path, const mpf_options* options, mpf_result** result) {
  if (result != nullptr) {
    *result = nullptr;
  }
  if (result == nullptr || path == nullptr) {
    return MPF_ERROR_NULL;
  }
  return guarded([&] {
    checked_options checked;
    const int error = checked.read(options);
    return error != MPF_OK ? error : preflight::c::check_path(path, checked, result);
  });
}
