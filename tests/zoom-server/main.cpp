#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "faults.hpp"
#include "http/server.hpp"

namespace {

constexpr const char* rehearsal = R"(
A rehearsal:
  zoom-server --any-target &                            prints http://127.0.0.1:PORT
  export ZOOM_API_URL=http://127.0.0.1:PORT/v2
  export ZOOM_OAUTH_URL=http://127.0.0.1:PORT/oauth/token
  export ZOOM_ACCOUNT_ID=rehearsal-account ZOOM_CLIENT_ID=rehearsal-client ZOOM_CLIENT_SECRET=rehearsal-secret
  media-preflight upload --to user:anna@example.com Background.png
  curl http://127.0.0.1:PORT/control/state              what is stored, with SHA-256

Control, while it runs (JSON):
  GET POST DELETE /control/state     show, change or reset: users, groups, account, im_groups, tokens,
                                     plan (free, pro, business), limits, paid, scopes, used_today, token_seconds,
                                     any_target, sizes_as_text, picture_answer_empty, list_lag_ms, repacks,
                                     background_bytes, picture_bytes, files_per_target, account_id, client_id,
                                     client_secret, api_url
  GET PUT DELETE /control/faults     a list of {"do": FAULT}, each optionally with endpoint (as in the journal), target
                                     (as in the request's path: user:anna@example.com), nth, every, times (0: always),
                                     stored, reset, bytes, milliseconds, status, body, content_type, headers,
                                     retry_after, refusal, about, location, patch, text
  GET DELETE /control/held?count=N   wait until N requests are held; let them go
  GET DELETE /control/journal        what arrived: requests and responses by endpoint, files, hashes of Authorization
  GET PUT /control/clock             {"stand_at": S}, {"advance": S}, {"run": true}
  GET /control/refusals              every refusal by name, for {"do": "refuse", "refusal": NAME}

It ends with the process, and the thread, that started it. FAULT is one of:
)";

std::string help() {
  std::string text = rehearsal;
  std::string line = " ";
  for (const std::string_view name : zoom_server::fault_names()) {
    constexpr std::size_t width = 100;
    if (line.size() + name.size() > width) {
      text += line + '\n';
      line = " ";
    }
    line.append(" ").append(name);
  }
  return text + line;
}

nlohmann::json read_json(const std::string& path) {
  std::ifstream file{path};
  if (!file) {
    throw std::runtime_error{path + " cannot be read"};
  }
  return nlohmann::json::parse(file);
}

/// Whoever started it may be killed, and must not leave it behind.
void end_with_parent() {
  const pid_t parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(0);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    CLI::App app{"Stands in for Zoom's API on 127.0.0.1, in memory, for tests and rehearsals.", "zoom-server"};
    app.footer(help());
    zoom_server::options chosen;
    std::string state;
    std::string faults;
    std::string plan;
    bool any_target = false;
    unsigned seconds = 0;
    app.add_option("--port", chosen.port, "port; 0 for a free one")->check(CLI::Range(0, 65535));
    app.add_option("--connections", chosen.connections, "maximum connections to serve at a time")
        ->check(CLI::Range(1, 1000));
    app.add_option("--seconds", seconds, "end after so many seconds; 0: never");
    app.add_option("--state", state, "JSON file with what /control/state takes");
    app.add_option("--faults", faults, "JSON file with what /control/faults takes");
    app.add_option("--plan", plan, "free, pro or business; off for no rate limits")
        ->check(CLI::IsMember({"free", "pro", "business", "off"}));
    app.add_flag("--any-target", any_target, "create users and groups when they are first named");
    CLI11_PARSE(app, argc, argv);

    end_with_parent();
    alarm(seconds);
    signal(SIGPIPE, SIG_IGN);
    if (!state.empty()) {
      chosen.state = read_json(state);
    }
    if (!faults.empty()) {
      chosen.faults = read_json(faults);
    }
    if (any_target) {
      chosen.state["any_target"] = true;
    }
    if (plan == "off") {
      chosen.state["limits"] = false;
    } else if (!plan.empty()) {
      chosen.state["plan"] = plan;
    }
    zoom_server::serve(chosen);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "zoom-server: " << error.what() << '\n';
    return 2;
  }
}
