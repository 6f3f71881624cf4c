#include <stdexcept>

#include "service/refusals.hpp"
#include "stand_in.hpp"

namespace zoom_server {

namespace {

json parsed(const request& asked) { return asked.body.empty() ? json::object() : json::parse(asked.body); }

reply not_there() { return {404, json{{"error", "no such control; see --help"}}}; }

}  // namespace

reply stand_in::control_state(const request& asked) {
  const std::scoped_lock lock{mutex_};
  if (asked.method == "DELETE") {
    world_ = beginning(initial_, url_);
  } else if (asked.method == "POST") {
    seed(world_, parsed(asked));
  }
  return {200, described(world_)};
}

reply stand_in::control_faults(const request& asked) {
  if (asked.method == "PUT") {
    set_faults(parsed(asked));
  } else if (asked.method == "DELETE") {
    set_faults(json::array());
  }
  return {200, faults_.described()};
}

reply stand_in::control_clock(const request& asked) {
  const std::scoped_lock lock{mutex_};
  if (asked.method == "PUT") {
    const json wish = parsed(asked);
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

reply stand_in::control(const request& asked) {
  const std::string what = asked.path.size() == 2 ? asked.path[1] : std::string{};
  try {
    if (what == "state") {
      return control_state(asked);
    }
    if (what == "faults") {
      return control_faults(asked);
    }
    if (what == "clock") {
      return control_clock(asked);
    }
    if (what == "journal") {
      if (asked.method == "DELETE") {
        journal_.clear();
      }
      return {200, journal_.described()};
    }
    if (what == "held") {
      if (asked.method == "DELETE") {
        held_.open();
      }
      return {200, json{{"held", held_.wait_for(std::stoull(asked.asked("count").value_or("0")))}}};
    }
    if (what == "refusals") {
      json all = json::array();
      for (const refusal& each : refusals) {
        all.push_back({{"name", each.name}, {"status", each.status}, {"code", each.code}, {"message", each.text}});
      }
      return {200, all};
    }
  } catch (const std::exception& why) {
    return {400, json{{"error", why.what()}}};
  }
  return not_there();
}

}  // namespace zoom_server
