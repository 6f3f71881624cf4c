#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "harness/places.hpp"

namespace preflight::test {

/// The stand-in for Zoom's API as a child of this test, and its controls. `zoom-server --help` says what they take. It
/// ends with the thread that started it.
class zoom_server {
 public:
  using json = nlohmann::json;

  explicit zoom_server(const json& state = json::object(), const std::vector<std::string>& arguments = {}) {
    start(arguments);
    if (!state.empty()) {
      change(state);
    }
  }
  zoom_server(const zoom_server&) = delete;
  zoom_server(zoom_server&&) = delete;
  zoom_server& operator=(const zoom_server&) = delete;
  zoom_server& operator=(zoom_server&&) = delete;
  ~zoom_server() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] std::string api_url() const { return url_ + "/v2"; }
  [[nodiscard]] std::string oauth_url() const { return url_ + "/oauth/token"; }

  // What it accepts where the state says nothing else.
  static constexpr const char* account_id = "rehearsal-account";
  static constexpr const char* client_id = "rehearsal-client";
  static constexpr const char* client_secret = "rehearsal-secret";

  json change(const json& wishes) { return control("POST", "state", wishes.dump()); }
  [[nodiscard]] json state() { return control("GET", "state"); }
  void begin_anew() {
    control("DELETE", "state");
    control("DELETE", "journal");
    control("DELETE", "faults");
  }
  void set_faults(const json& script) { control("PUT", "faults", script.dump()); }
  [[nodiscard]] json faults() { return control("GET", "faults"); }
  [[nodiscard]] json journal() { return control("GET", "journal"); }
  void clear_journal() { control("DELETE", "journal"); }
  /// Every documented refusal: a list of {name, status, code, message}.
  [[nodiscard]] json refusals() { return control("GET", "refusals"); }
  /// {"stand_at": S}, {"advance": S} or {"run": true}; gives the time of the service in seconds.
  std::int64_t clock(const json& wishes) { return control("PUT", "clock", wishes.dump()).at("now"); }
  /// Returns when so many requests are held by a fault.
  std::uint64_t wait_until_held(unsigned count = 1) {
    return control("GET", "held?count=" + std::to_string(count)).at("held");
  }
  void release() { control("DELETE", "held"); }

 private:
  void start(const std::vector<std::string>& arguments) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error{"no pipe"};
    }
    std::vector<std::string> words{preflight::test::zoom_server_program, "--seconds", "900"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) {
      pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int failed = ::posix_spawn(&child_, pointers[0], &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed == 0) {
      for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) {
        url_ += c;
      }
    }
    ::close(ends[0]);
    if (failed != 0 || !url_.starts_with("http://127.0.0.1:")) {
      throw std::runtime_error{"the stand-in did not start"};
    }
  }

  json control(const std::string& method, const std::string& path, const std::string& body = {}) {
    const std::string response =
        ask(method + " /control/" + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::size_t head = response.find("\r\n\r\n");
    if (!response.starts_with("HTTP/1.1 200 ") || head == std::string::npos) {
      throw std::runtime_error{"/control/" + path + ": " + response};
    }
    return json::parse(response.substr(head + 4));
  }

  [[nodiscard]] std::string ask(std::string_view request) const {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoul(url_.substr(url_.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string response;
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      for (ssize_t sent = 0; !request.empty(); request.remove_prefix(static_cast<std::size_t>(sent))) {
        sent = ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
          break;
        }
      }
      std::array<char, 65536> piece{};
      for (ssize_t got = 0; (got = ::read(socket, piece.data(), piece.size())) > 0;) {
        response.append(piece.data(), static_cast<std::size_t>(got));
      }
    }
    ::close(socket);
    return response;
  }

  pid_t child_ = -1;
  std::string url_;
};

}  // namespace preflight::test
