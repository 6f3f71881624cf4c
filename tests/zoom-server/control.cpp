#include <stdexcept>

#include "service/refusals.hpp"
#include "stand_in.hpp"

namespace zoom_server {

namespace {

json parsed(const request& request) { return request.body.empty() ? json::object() : json::parse(request.body); }

reply not_there() { return {404, json{{"error", "no such control; see --help"}}}; }

}  // namespace

reply stand_in::control_state(const request& request) {
  const std::scoped_lock lock{mutex_};
  if (request.method == "DELETE") {
    world_ = beginning(initial_, url_);
  } else if (request.method == "POST") {
    seed(world_, parsed(request));
  }
  return {200, described(world_)};
}

reply stand_in::control_faults(const request& request) {
  if (request.method == "PUT") {
    set_faults(parsed(request));
  } else if (request.method == "DELETE") {
    set_faults(json::array());
  }
  return {200, faults_.described()};
}

reply stand_in::control_clock(const request& request) {
  const std::scoped_lock lock{mutex_};
  if (request.method == "PUT") {
    const json wish = parsed(request);
    if (wish.contains("stand_at")) {
      world_.clock.stand_at(wish["stand_at"].get<std::int64_t>() * 1000);
    }
    if (wish.contains("advance")) {
      world_.clock.advance(wish["advance"].get<std::int64_t>() * 1000);
    }
    if (wish.value("run", false)) {
      world_.clock.run();
    }
  }
  return {200, json{{"now", world_.clock.seconds()}, {"iso", iso_time(world_.clock.seconds())}}};
}

reply stand_in::control(const request& request) {
  const std::string what = request.path.size() == 2 ? request.path[1] : std::string{};
  try {
    if (what == "state") {
      return control_state(request);
    }
    if (what == "faults") {
      return control_faults(request);
    }
    if (what == "clock") {
      return control_clock(request);
    }
    if (what == "journal") {
      if (request.method == "DELETE") {
        journal_.clear();
      }
      return {200, journal_.described()};
    }
    if (what == "held") {
      if (request.method == "DELETE") {
        held_.open();
      }
      return {200, json{{"held", held_.wait_for(std::stoull(request.query_value("count").value_or("0")))}}};
    }
    if (what == "refusals") {
      json all = json::array();
      for (const refusal& refusal : refusals) {
        all.push_back(
            {{"name", refusal.name}, {"status", refusal.status}, {"code", refusal.code}, {"message", refusal.text}});
      }
      return {200, all};
    }
  } catch (const std::exception& why) {
    return {400, json{{"error", why.what()}}};
  }
  return not_there();
}

}  // namespace zoom_server
