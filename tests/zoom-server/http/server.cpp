#include "http/server.hpp"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <stdexcept>

#include "stand_in.hpp"

namespace zoom_server {

namespace {

constexpr const char* loopback = "127.0.0.1";
constexpr int patience_seconds = 60;
constexpr const char* hidden_type = "X-Type-As-Sent";

// A form must arrive as it was sent, because what is wrong with it is what is looked for; the server would parse it,
// and forgivingly. It decides by the type, so the type goes under another name before the body is read. The request is
// the server's own variable, which is not const.
void hide_type(const httplib::Request& request) {
  auto& headers = const_cast<httplib::Request&>(request).headers;  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  const auto found = headers.find("Content-Type");
  if (found != headers.end()) {
    headers.emplace(hidden_type, found->second);
    headers.erase("Content-Type");
  }
}

/// 0 where the body can be read, else the status: the server would wait for the end of a body without a length, and
/// skip what is too long only after it has received it.
int framing_fault(const httplib::Request& request, std::uint64_t most) {
  const bool has_body = request.method == "POST" || request.method == "PATCH" || request.method == "PUT";
  if (has_body && !request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
    return 411;
  }
  const std::string length = request.get_header_value("Content-Length");
  return std::strtoull(length.c_str(), nullptr, 10) > most ? 413 : 0;
}

request as_sent(const httplib::Request& request) {
  zoom_server::request sent;
  sent.method = request.method;
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  if (!split_path(target.substr(0, question), sent.path)) {
    sent.path.clear();
  }
  sent.query = split_query(target.substr(std::min(question + 1, target.size())));
  sent.authorization = request.get_header_value("Authorization");
  sent.content_type = request.get_header_value(hidden_type);
  return sent;
}

void write(const reply& given, httplib::Response& answer) {
  answer.status = given.status;
  for (const auto& [name, value] : given.headers) {
    answer.set_header(name, value);
  }
  if (!given.body.empty()) {
    answer.set_content(given.body, given.content_type);
  }
}

void answer_one(stand_in& service, const httplib::Request& request, httplib::Response& answer,
                const httplib::ContentReader* body, std::uint64_t most_body) {
  zoom_server::request sent = as_sent(request);
  const body_reader read_body = [&](const std::function<bool(std::string_view)>& receive) {
    std::uint64_t received = 0;  // in chunks, a body does not say beforehand how long it is
    return body == nullptr || (*body)([&](const char* bytes, std::size_t length) {
             received += length;
             return received <= most_body && receive(std::string_view{bytes, length});
           });
  };
  const auto open_connection = [&] { return connection{request.remote_port, request.local_port}; };
  const std::optional<reply> given = service.answer(sent, read_body, open_connection);
  if (given) {
    write(*given, answer);
  } else {
    // The other end does not read it: writing it is how the server learns that the connection has ended.
    answer.set_header("Connection", "close");
    answer.status = 500;
  }
}

}  // namespace

void serve(const options& chosen) {
  httplib::Server server;
  int listening = -1;
  server.new_task_queue = [&] { return new httplib::ThreadPool(chosen.connections); };
  server.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
  server.set_keep_alive_timeout(patience_seconds);
  server.set_read_timeout(patience_seconds);
  server.set_write_timeout(patience_seconds);
  server.set_payload_max_length(static_cast<std::size_t>(chosen.most_body));
  server.set_tcp_nodelay(true);
  server.set_socket_options([&](socket_t socket) { listening = socket; });
  server.set_pre_routing_handler([&](const httplib::Request& request, httplib::Response& /*answer*/) {
    hide_type(request);
    if (const int status = framing_fault(request, chosen.most_body); status != 0) {
      const connection to{request.remote_port, request.local_port};
      to.send("HTTP/1.1 " + std::to_string(status) + " \r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      to.finish();
      return httplib::Server::HandlerResponse::Handled;
    }
    return httplib::Server::HandlerResponse::Unhandled;
  });

  // The service wants to know the port before it begins, and the port is known when the socket is bound.
  int port = chosen.port;
  if (port == 0) {
    port = server.bind_to_any_port(loopback);
  } else if (!server.bind_to_port(loopback, port)) {
    port = -1;
  }
  if (port < 0) {
    throw std::runtime_error{"cannot listen on 127.0.0.1"};
  }
  // The library's own queue holds five, and the sixth client would wait a second for its next try.
  ::listen(listening, SOMAXCONN);

  const std::string url = std::string{"http://"} + loopback + ":" + std::to_string(port);
  stand_in service{chosen.state, url};
  service.set_faults(chosen.faults);
  const auto without_body = [&](const httplib::Request& request, httplib::Response& answer) {
    answer_one(service, request, answer, nullptr, chosen.most_body);
  };
  const auto with_body = [&](const httplib::Request& request, httplib::Response& answer,
                             const httplib::ContentReader& body) {
    answer_one(service, request, answer, &body, chosen.most_body);
  };
  const char* const everything = ".*";
  server.Get(everything, without_body);
  server.Delete(everything, without_body);
  server.Delete(everything, with_body);
  server.Post(everything, with_body);
  server.Put(everything, with_body);
  server.Patch(everything, with_body);

  std::cout << url << std::endl;
  if (!server.listen_after_bind()) {
    throw std::runtime_error{"cannot accept connections on " + url};
  }
}

}  // namespace zoom_server
