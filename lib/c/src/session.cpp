#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <preflight/preflight.h>
#include <preflight/report/reading_effort.hpp>
#include <preflight/sniff/sniff_stream.hpp>

#include "guard.hpp"
#include "options.hpp"
#include "result.hpp"

struct mpf_session {
  std::string name;
  std::uint64_t size = 0;
  preflight::c::checked_options options;
  std::optional<preflight::sniff_stream> stream;  ///< always there once the session is open
  preflight::report report;
  bool is_finished = false;
};

using preflight::stream_request;
using preflight::c::guarded;

int mpf_session_open(uint64_t size, const char* name, const mpf_options* options, mpf_session** session) {
  if (session == nullptr) {
    return MPF_ERROR_NULL;
  }
  *session = nullptr;
  return guarded([&]() -> int {
    std::unique_ptr<mpf_session> opened{new mpf_session};
    if (const int error = opened->options.read(options); error != MPF_OK) {
      return error;
    }
    opened->name = name != nullptr ? name : "";
    opened->size = size;
    const preflight::reading_effort effort =
        preflight::effort_for(opened->options.target(), size, {opened->options.depth(), preflight::budget{}});
    opened->stream.emplace(size, effort.depth, effort.ceilings);
    *session = opened.release();
    return MPF_OK;
  });
}

int mpf_session_need(const mpf_session* session, uint64_t* offset, size_t* length) {
  if (offset != nullptr) {
    *offset = 0;
  }
  if (length != nullptr) {
    *length = 0;
  }
  if (session == nullptr || offset == nullptr || length == nullptr) {
    return MPF_ERROR_NULL;
  }
  if (!session->is_finished) {
    const stream_request next = session->stream->next();
    *offset = next.offset;
    *length = static_cast<size_t>(next.length);
  }
  return MPF_OK;
}

int mpf_session_feed(mpf_session* session, const void* data, size_t length) {
  if (session == nullptr || data == nullptr) {
    return MPF_ERROR_NULL;
  }
  if (session->is_finished) {
    return MPF_ERROR_FINISHED;
  }
  const stream_request next = session->stream->next();
  if (next.is_done()) {
    return MPF_ERROR_NOTHING_NEEDED;
  }
  if (length == 0) {
    return MPF_ERROR_NOTHING_FED;
  }
  // What would lie past the end of the file is nothing of it.
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(length, session->size - next.offset));
  return guarded([&]() -> int {
    static_cast<void>(session->stream->push({static_cast<const unsigned char*>(data), count}));
    return MPF_OK;
  });
}

int mpf_session_finish(mpf_session* session, mpf_result** result) {
  if (result != nullptr) {
    *result = nullptr;
  }
  if (session == nullptr || result == nullptr) {
    return MPF_ERROR_NULL;
  }
  if (session->is_finished) {
    return MPF_ERROR_FINISHED;
  }
  return guarded([&] {
    const preflight::sniff_stream& stream = *session->stream;
    const stream_request next = stream.next();
    const preflight::c::reading read =
        next.is_done()
            ? preflight::c::reading{preflight::probe_result{stream.facts(), stream.bytes_read()}}
            : preflight::failure{preflight::failure_code::unreadable, "required bytes did not arrive", next.offset};
    const int error = preflight::c::make_result(read, session->name, session->options, session->report, result);
    session->is_finished = error == MPF_OK;
    return error;
  });
}

void mpf_session_free(mpf_session* session) { delete session; }
