#include <preflight/upload/http/http_client.hpp>

#include <curl/curl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>

#include <preflight/text/ascii_case.hpp>

namespace preflight::upload {

// What http::connection is made of cannot be local to this file, as its class is not.
struct curl_deleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(char* text) const { curl_free(text); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(curl_mime* form) const { curl_mime_free(form); }
};
template <class T>
using curl_ptr = std::unique_ptr<T, curl_deleter>;

/// What one request reads and writes.
struct request_state {
  curl_ptr<curl_slist> headers{};
  curl_ptr<curl_mime> form{};
  std::array<char, CURL_ERROR_SIZE> reason{};
  std::span<const unsigned char> unsent{};  ///< of the file
  http_response response{};
  bool headers_ended = false;
  bool was_ended_by_peer = false;
};

namespace {

constexpr std::size_t max_response_bytes = std::size_t{4} << 20;

/// Of libcurl, nullptr is lack of memory.
template <class T>
T* require(T* pointer) {
  if (pointer == nullptr) {
    throw std::bad_alloc{};
  }
  return pointer;
}

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

struct url_parts {
  std::string scheme;
  std::string host;
  bool is_bare = false;  ///< without user, query and fragment
};

url_parts parts_of(const std::string& url) {
  const curl_ptr<CURLU> parsed{curl_url()};
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return {};
  }
  const auto part = [&](CURLUPart part_id) {
    char* text = nullptr;
    curl_url_get(parsed.get(), part_id, &text, 0);
    const curl_ptr<char> owned{text};
    return std::string{text != nullptr ? text : ""};
  };
  const bool is_bare = part(CURLUPART_USER).empty() && part(CURLUPART_PASSWORD).empty() &&
                       part(CURLUPART_QUERY).empty() && part(CURLUPART_FRAGMENT).empty();
  return {part(CURLUPART_SCHEME), ascii_lower(part(CURLUPART_HOST)), is_bare};
}

/// What reaches this machine alone. libcurl takes "localhost" for a loopback address without asking any resolver.
bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
          host.find_first_not_of("0123456789.") == std::string::npos);
}

bool is_plain_loopback(const url_parts& url) { return url.scheme == "http" && is_loopback(url.host); }

/// libcurl wants this once in a process, before its first handle.
void start_libcurl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!started) {
    throw std::bad_alloc{};
  }
}

/// Whether the other end has ended the connection and all that it said has been read. Reading would take away from
/// libcurl why a connection broke.
bool is_ended(int descriptor) {
  pollfd state{descriptor, POLLRDHUP, 0};
  int unread = 0;
  return ::poll(&state, 1, 0) == 1 && state.revents == POLLRDHUP && ::ioctl(descriptor, FIONREAD, &unread) == 0 &&
         unread == 0;
}

}  // namespace

/// A handle of libcurl with its open connection. No exception may pass through libcurl: what its callbacks throw is
/// lack of memory, and ends the request.
struct http::connection : request_state {
  std::vector<int> sockets;  ///< the newest last; libcurl closes them with the handle
  curl_ptr<CURL> handle{require(curl_easy_init())};

  connection() { sockets.reserve(8); }
  void add_header(const std::string& line) {
    curl_slist* const longer = require(curl_slist_append(headers.get(), line.c_str()));
    static_cast<void>(headers.release());
    headers.reset(longer);
  }
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(handle.get(), option, value);
  }
  void set_form(const request_body& body);

  static std::size_t read_file(char* buffer, std::size_t size, std::size_t count, void* state) {
    auto* const own = static_cast<connection*>(state);
    const auto part = own->unsent.first(std::min(own->unsent.size(), size * count));
    std::copy(part.begin(), part.end(), buffer);
    own->unsent = own->unsent.subspan(part.size());
    return part.size();
  }
  static std::size_t write_body(char* bytes, std::size_t size, std::size_t count, void* state) try {
    auto* const own = static_cast<connection*>(state);
    std::string& body = own->response.body;
    if (body.size() + size * count > max_response_bytes) {
      return 0;
    }
    body.append(bytes, size * count);
    return size * count;
  } catch (const std::bad_alloc&) {
    return 0;
  }
  static std::size_t write_header(char* bytes, std::size_t size, std::size_t count, void* state) try {
    auto* const own = static_cast<connection*>(state);
    const std::string_view line{bytes, size * count};
    if (line.starts_with("HTTP/")) {  // of a later response, after 100 Continue
      own->response.headers.clear();
      own->headers_ended = false;
    } else if (trimmed(line).empty()) {
      own->headers_ended = true;
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      own->response.headers.emplace_back(ascii_lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return size * count;
  } catch (const std::bad_alloc&) {
    return 0;
  }
  static curl_socket_t open_socket(void* state, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto* const own = static_cast<connection*>(state);
    const int descriptor = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (descriptor >= 0 && own->sockets.size() < own->sockets.capacity()) {
      own->sockets.push_back(descriptor);
    }
    return descriptor;
  }
  static int close_socket(void* state, curl_socket_t descriptor) {
    auto* const own = static_cast<connection*>(state);
    std::erase(own->sockets, descriptor);
    return ::close(descriptor);
  }
  // libcurl before 8.9 reads the end of the connection that it sends on, and goes on sending. Where the other side
  // takes no more bytes and never resets the connection, that lasts until the longest silence is over.
  static int stop_if_ended(void* state, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto* const own = static_cast<connection*>(state);
    long status = 0;
    curl_easy_getinfo(own->handle.get(), CURLINFO_RESPONSE_CODE, &status);
    own->was_ended_by_peer = status < 200 && !own->sockets.empty() && is_ended(own->sockets.back());
    return own->was_ended_by_peer ? 1 : 0;
  }
};

void http::connection::set_form(const request_body& body) {
  form.reset(require(curl_mime_init(handle.get())));
  const auto add_part = [this](const std::string& name) {
    curl_mimepart* const part = require(curl_mime_addpart(form.get()));
    curl_mime_name(part, name.c_str());
    return part;
  };
  for (const auto& [name, value] : body.fields) {
    curl_mime_data(add_part(name), value.data(), value.size());
  }
  if (body.file) {
    curl_mimepart* const part = add_part(body.file->field);
    curl_mime_filename(part, body.file->file_name.c_str());
    curl_mime_type(part, body.file->mime_type.c_str());
    unsent = body.file->bytes;
    // Without a function to seek, libcurl cannot send the file again by itself when a connection that was kept open
    // breaks; it would not know whether the first request was carried out.
    curl_mime_data_cb(part, static_cast<curl_off_t>(unsent.size()), &read_file, nullptr, nullptr, this);
  }
  set(CURLOPT_MIMEPOST, form.get());
}

bool is_allowed_url(const std::string& url) {
  const url_parts parts = parts_of(url);
  return parts.is_bare && !parts.host.empty() && (parts.scheme == "https" || is_plain_loopback(parts));
}

std::string host_of(const std::string& url) { return parts_of(url).host; }

http::http(http_timeouts timeouts) : timeouts_{timeouts} { start_libcurl(); }
http::~http() = default;

void http::set_options(connection& own, const http_request& request) const {
  curl_easy_reset(own.handle.get());
  static_cast<request_state&>(own) = {};
  const bool is_plain = is_plain_loopback(parts_of(request.url));
  own.set(CURLOPT_URL, request.url.c_str());
  own.set(CURLOPT_PROTOCOLS_STR, is_plain ? "http" : "https");
  own.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  own.set(CURLOPT_USERAGENT, "media-preflight/" MEDIA_PREFLIGHT_VERSION);
  own.set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  own.set(CURLOPT_FOLLOWLOCATION, 0L);
  own.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  own.set(CURLOPT_SSL_VERIFYPEER, 1L);
  own.set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (const char* const authorities = std::getenv("SSL_CERT_FILE"); authorities != nullptr && *authorities != '\0') {
    own.set(CURLOPT_CAINFO, authorities);  // which only the program curl looks at by itself
  }
  own.set(CURLOPT_NOSIGNAL, 1L);
  own.set(CURLOPT_ERRORBUFFER, own.reason.data());
  own.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts_.connect.count()));
  own.set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeouts_.whole.count()));
  own.set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  own.set(CURLOPT_LOW_SPEED_TIME, static_cast<long>((timeouts_.silence.count() + 999) / 1000));
  // Servers end connections that rest for a minute or so; a request on one that is just being ended is lost.
  own.set(CURLOPT_MAXAGE_CONN, 30L);
  own.set(CURLOPT_MAXCONNECTS, 1L);
  own.set(CURLOPT_HEADERFUNCTION, &connection::write_header);
  own.set(CURLOPT_HEADERDATA, &own);
  own.set(CURLOPT_WRITEFUNCTION, &connection::write_body);
  own.set(CURLOPT_WRITEDATA, &own);
  own.set(CURLOPT_OPENSOCKETFUNCTION, &connection::open_socket);
  own.set(CURLOPT_OPENSOCKETDATA, &own);
  own.set(CURLOPT_CLOSESOCKETFUNCTION, &connection::close_socket);
  own.set(CURLOPT_CLOSESOCKETDATA, &own);
  if (is_plain) {
    own.set(CURLOPT_PROXY, "");  // a proxy would be told the token
  }
  own.add_header("Authorization: " + request.authorization);
  own.add_header("Accept: application/json");
  if (!request.body.is_empty()) {
    own.add_header("Expect:");  // a server that does not know 100-continue would be waited for, a second each time
  }
  if (request.body.is_form()) {
    own.set_form(request.body);
  } else if (!request.body.is_empty()) {
    own.add_header("Content-Type: " + request.body.content_type);
    own.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.text.size()));
    own.set(CURLOPT_POSTFIELDS, request.body.text.c_str());
  }
  own.set(CURLOPT_HTTPHEADER, own.headers.get());
  if (request.body.file) {
    own.set(CURLOPT_NOPROGRESS, 0L);
    own.set(CURLOPT_XFERINFOFUNCTION, &connection::stop_if_ended);
    own.set(CURLOPT_XFERINFODATA, &own);
  } else if (request.method != "GET") {
    // On a connection that was kept open and breaks before a response, libcurl sends what it has in memory again by
    // itself; it would not know whether the first request was carried out.
    own.set(CURLOPT_FRESH_CONNECT, 1L);
  }
}

exchange http::send(const http_request& request) {
  std::unique_ptr<connection> own;
  if (const std::lock_guard lock{guard_}; !idle_.empty()) {
    own = std::move(idle_.back());
    idle_.pop_back();
  }
  if (!own) {
    own = std::make_unique<connection>();
  }
  set_options(*own, request);
  if (request.before) {
    request.before();
  }
  exchange done;
  const auto start = std::chrono::steady_clock::now();
  const CURLcode code = curl_easy_perform(own->handle.get());
  done.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  long status = 0;
  long sent_bytes = 0;
  curl_easy_getinfo(own->handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(own->handle.get(), CURLINFO_REQUEST_SIZE, &sent_bytes);
  done.may_have_arrived = request.body.file ? own->unsent.empty() : sent_bytes > 0;
  done.certificate_refused = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
  long proxy_status = 0;
  curl_easy_getinfo(own->handle.get(), CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  done.proxy_wants_login = proxy_status == 407;
  done.may_have_arrived = done.may_have_arrived && proxy_status < 300;
  done.timed_out = code == CURLE_OPERATION_TIMEDOUT;
  if (own->headers_ended && status >= 200) {
    own->response.status = static_cast<int>(status);
    own->response.is_whole = code == CURLE_OK;
    done.certificate_refused = false;
    done.response = std::move(own->response);
  } else if (proxy_status >= 300) {
    done.failure = "the proxy answered HTTP " + std::to_string(proxy_status);
  } else if (own->was_ended_by_peer) {
    done.failure = "the server closed the connection without a response";
  } else if (code == CURLE_SEND_FAIL_REWIND) {
    done.failure = "the server closed the connection; the request is not sent again";
  } else {
    done.failure = own->reason.front() != '\0' ? own->reason.data() : curl_easy_strerror(code);
  }
  // Only what served a request to its end is used again: with libcurl 8.14 a request after a broken one often ended at
  // once, unsent, on the same handle.
  if (code == CURLE_OK) {
    const std::lock_guard lock{guard_};
    idle_.push_back(std::move(own));
  }
  return done;
}

}  // namespace preflight::upload
