#include <preflight/upload/http/http_client.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <new>

#include <preflight/upload/ascii_lower_case.hpp>
#include <preflight/upload/http/no_sigpipe.hpp>
#include <preflight/upload/http/open_sockets.hpp>

namespace preflight::upload {
namespace {

constexpr std::size_t most_answer_bytes = std::size_t{16} << 20;

/// What the callbacks of one request read and write.
struct traffic {
  std::span<const std::span<const unsigned char>> body;
  std::size_t piece = 0;   ///< of the body: the one that is being sent
  std::size_t offset = 0;  ///< in that piece
  http_response response;
  bool headers_ended = false;
  bool is_too_long = false;

  [[nodiscard]] bool body_is_read() const { return piece == body.size(); }
  void skip_empty_pieces() {
    while (piece < body.size() && offset == body[piece].size()) {
      ++piece;
      offset = 0;
    }
  }
};

// No exception may pass through libcurl; what these throw is lack of memory alone, and ends the request.

std::size_t give_body(char* into, std::size_t size, std::size_t count, void* state) {
  traffic& own = *static_cast<traffic*>(state);
  std::span<char> room{into, size * count};
  std::size_t given = 0;
  for (own.skip_empty_pieces(); !own.body_is_read() && given < room.size(); own.skip_empty_pieces()) {
    const auto next = own.body[own.piece].subspan(own.offset);
    const auto part = next.first(std::min(next.size(), room.size() - given));
    std::copy(part.begin(), part.end(), room.subspan(given).begin());
    own.offset += part.size();
    given += part.size();
  }
  return given;
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* state) try {
  traffic& own = *static_cast<traffic*>(state);
  if (own.response.body.size() + size * count > most_answer_bytes) {
    own.is_too_long = true;
    return 0;
  }
  own.response.body.append(bytes, size * count);
  return size * count;
} catch (const std::bad_alloc&) {
  return 0;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* state) try {
  traffic& own = *static_cast<traffic*>(state);
  const std::string_view line{bytes, size * count};
  if (line.starts_with("HTTP/")) {  // of a later answer, after 100 Continue
    own.response.headers.clear();
    own.headers_ended = false;
  } else if (trimmed(line).empty()) {
    own.headers_ended = true;
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    own.response.headers.emplace_back(to_lower_case(std::string{line.substr(0, colon)}),
                                      trimmed(line.substr(colon + 1)));
  }
  return size * count;
} catch (const std::bad_alloc&) {
  return 0;
}

struct url_parts {
  std::string scheme;
  std::string host;
  bool is_bare = false;  ///< without user, query and fragment
};

url_parts parts_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed{curl_url(), &curl_url_cleanup};
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return {};
  }
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(parsed.get(), which, &text, 0) != CURLUE_OK) {
      return std::string{};
    }
    std::string copy{text};
    curl_free(text);
    return copy;
  };
  const bool is_bare = part(CURLUPART_USER).empty() && part(CURLUPART_PASSWORD).empty() &&
                       part(CURLUPART_QUERY).empty() && part(CURLUPART_FRAGMENT).empty();
  return {part(CURLUPART_SCHEME), to_lower_case(part(CURLUPART_HOST)), is_bare};
}

/// What reaches this machine alone. libcurl takes "localhost" for a loopback address without asking any resolver.
bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "[::1]") {
    return true;
  }
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_plain_loopback(const url_parts& url) { return url.scheme == "http" && is_loopback(url.host); }

/// libcurl wants this once in a process, before its first handle.
void start_libcurl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!started) {
    throw std::bad_alloc{};
  }
}

struct free_headers {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

curl_socket_t open_socket(void* sockets, curlsocktype /*purpose*/, curl_sockaddr* where) {
  return static_cast<open_sockets*>(sockets)->open(where->family, where->socktype, where->protocol);
}

int close_socket(void* sockets, curl_socket_t descriptor) {
  return static_cast<open_sockets*>(sockets)->close(descriptor);
}

struct watched_upload {
  CURL* handle = nullptr;
  const open_sockets* sockets = nullptr;
  int local_port = 0;  ///< 0 until there is a connection
  bool was_ended = false;
};

int begin_watching(void* state, char* /*peer*/, char* /*own*/, int /*peer_port*/, int own_port) {
  static_cast<watched_upload*>(state)->local_port = own_port;
  return CURL_PREREQFUNC_OK;
}

// libcurl before 8.9 reads the end of the connection that it sends on, and goes on sending. Where the other side takes
// no more bytes and never resets the connection, that lasts until the longest silence is over.
int stop_at_end(void* state, curl_off_t /*all_in*/, curl_off_t /*in*/, curl_off_t /*all_out*/, curl_off_t /*out*/) {
  watched_upload& own = *static_cast<watched_upload*>(state);
  long status = 0;
  curl_easy_getinfo(own.handle, CURLINFO_RESPONSE_CODE, &status);
  own.was_ended = own.local_port > 0 && status < 200 && own.sockets->ended_by_peer(own.local_port);
  return own.was_ended ? 1 : 0;
}

}  // namespace

struct http::connection {
  open_sockets sockets;  // libcurl gives its own back at the end of the handle
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle{curl_easy_init(), &curl_easy_cleanup};
};

/// A connection for the time of one request. Only what served one to its end is used again: with libcurl 8.14 a request
/// behind a broken one often ended at once, unsent, on the same handle.
class http::lent {
 public:
  explicit lent(http& of) : of_{&of} {
    const std::lock_guard lock{of.guard_};
    if (of.idle_.empty()) {
      own_ = std::make_unique<connection>();
      if (!own_->handle) {
        throw std::bad_alloc{};
      }
    } else {
      own_ = std::move(of.idle_.back());
      of.idle_.pop_back();
    }
  }
  lent(const lent&) = delete;
  lent& operator=(const lent&) = delete;
  lent(lent&&) = delete;
  lent& operator=(lent&&) = delete;
  ~lent() {
    if (is_sound_) {
      const std::lock_guard lock{of_->guard_};
      of_->idle_.push_back(std::move(own_));
    }
  }
  void found_sound() { is_sound_ = true; }
  [[nodiscard]] CURL* handle() const { return own_->handle.get(); }
  [[nodiscard]] open_sockets& sockets() const { return own_->sockets; }

 private:
  http* of_;
  std::unique_ptr<connection> own_;
  bool is_sound_ = false;
};

bool is_allowed_url(const std::string& url) {
  const url_parts parts = parts_of(url);
  return parts.is_bare && !parts.host.empty() && (parts.scheme == "https" || is_plain_loopback(parts));
}

std::string host_of(const std::string& url) { return parts_of(url).host; }

std::string_view http_response::header(std::string_view lower_case_name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& each) { return each.first == lower_case_name; });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

http::http(http_timeouts within) : within_{within} { start_libcurl(); }
http::~http() = default;

exchange http::send(const http_request& what) {
  lent borrowed{*this};
  CURL* const handle = borrowed.handle();
  const bool has_body = !what.content_type.empty();
  traffic state{.body = what.body, .response = {}};
  state.skip_empty_pieces();
  const bool body_is_empty = state.body_is_read();

  std::unique_ptr<curl_slist, free_headers> headers;
  const auto add = [&](const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) {
      throw std::bad_alloc{};
    }
    static_cast<void>(headers.release());
    headers.reset(longer);
  };
  add("Authorization: " + what.authorization);
  add("Accept: application/json");
  if (has_body) {
    add("Content-Type: " + what.content_type);
    // A server that knows nothing of it is waited for, a second each time.
    add("Expect:");
  }

  std::array<char, CURL_ERROR_SIZE> reason{};
  const bool plain = is_plain_loopback(parts_of(what.url));
  curl_easy_reset(handle);
  curl_easy_setopt(handle, CURLOPT_URL, what.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, what.method.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "media-preflight/" MEDIA_PREFLIGHT_VERSION);
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason.data());
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(within_.connect.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(within_.whole.count()));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>((within_.silence.count() + 999) / 1000));
  // Servers end connections that rest for a minute or so; a request on one that is just being ended is lost.
  curl_easy_setopt(handle, CURLOPT_MAXAGE_CONN, 30L);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &state);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &state);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &borrowed.sockets());
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, &close_socket);
  curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, &borrowed.sockets());
  if (plain) {
    // A proxy would be told the token.
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
  }
  if (what.method != "GET" && body_is_empty) {
    // On a connection that was kept open and breaks before an answer, libcurl sends a request without a body again by
    // itself; it would not know whether the first one was carried out.
    curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
  }
  watched_upload upload{handle, &borrowed.sockets()};
  if (has_body) {
    std::int64_t length = 0;
    for (const auto& piece : what.body) {
      length += static_cast<std::int64_t>(piece.size());
    }
    // Without a function to seek, libcurl cannot send a body again by itself when a connection that was kept open
    // breaks; it would not know whether the first one was carried out.
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(length));
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, &give_body);
    curl_easy_setopt(handle, CURLOPT_READDATA, &state);
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, &begin_watching);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, &upload);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &stop_at_end);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &upload);
  }

  if (what.before) {
    what.before();
  }
  const auto start = std::chrono::steady_clock::now();
  const no_sigpipe quiet;
  const CURLcode outcome = curl_easy_perform(handle);
  if (outcome == CURLE_OK) {
    borrowed.found_sound();
  }
  exchange done;
  done.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  long sent_bytes = 0;
  curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent_bytes);
  done.may_have_arrived = has_body && !body_is_empty ? state.body_is_read() : sent_bytes > 0;
  if (state.headers_ended && status >= 200) {
    state.response.status = static_cast<int>(status);
    state.response.is_whole = outcome == CURLE_OK;
    done.response = std::move(state.response);
    return done;
  }
  done.certificate_refused = outcome == CURLE_PEER_FAILED_VERIFICATION || outcome == CURLE_SSL_CACERT_BADFILE;
  if (upload.was_ended) {
    done.failure = "the server closed the connection without a response";
    return done;
  }
  if (outcome == CURLE_SEND_FAIL_REWIND) {
    done.failure = "the server closed the connection; the request is not sent again";
    return done;
  }
  done.failure = reason.front() != '\0' ? std::string{reason.data()} : std::string{curl_easy_strerror(outcome)};
  return done;
}

}  // namespace preflight::upload
