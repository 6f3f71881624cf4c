#include "stand_in.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "oauth.hpp"
#include "refusals.hpp"

namespace zoom_server {

namespace {

bool is_token_endpoint(const request& asked) {
  return asked.method == "POST" && asked.path == std::vector<std::string>{"oauth", "token"};
}

std::string joined(std::span<const std::string_view> scopes) {
  std::string all;
  for (const std::string_view each : scopes) {
    all += (all.empty() ? "" : ", ") + std::string{each};
  }
  return all;
}

bool has_one_of(const token& held, std::span<const std::string_view> accepted) {
  return std::any_of(held.scopes.begin(), held.scopes.end(), [&](const std::string& each) {
    return std::find(accepted.begin(), accepted.end(), each) != accepted.end();
  });
}

/// As HTTP/1.1 puts it, and the last answer of its connection.
std::string head_of(const reply& answer) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " \r\nConnection: close\r\n";
  for (const auto& [name, value] : answer.headers) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
  head.append("Content-Type: ").append(answer.content_type).append("\r\n");
  return head.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n\r\n");
}

void end(const connection& with, const fault& how) {
  if (how.reset) {
    with.reset();
  } else {
    with.finish();
  }
}

void edit(reply& answer, const json& patch) {
  json value = json::parse(answer.body, nullptr, false);
  if (value.is_object()) {
    value.merge_patch(patch);
    answer.body = value.dump();
  }
}

/// Gives the answer in the way the fault demands, and ends the connection.
void give_badly(const reply& answer, const fault& how, const connection& with) {
  const std::string head = head_of(answer);
  const std::string_view body = answer.body;
  switch (how.kind) {
    case fault_kind::drop_in_head: with.send(std::string_view{head}.substr(0, how.bytes.value_or(9))); break;
    case fault_kind::drop_in_answer:
      with.send(head + std::string{body.substr(0, how.bytes.value_or(body.size() / 2))});
      break;
    case fault_kind::raw_answer: with.send(how.text); break;
    case fault_kind::slow_answer: {
      const std::string whole = head + std::string{body};
      const std::size_t step = std::max<std::size_t>(1, how.bytes.value_or(16));
      for (std::size_t i = 0; i < whole.size() && with.send(std::string_view{whole}.substr(i, step)); i += step) {
        std::this_thread::sleep_for(how.pause);
      }
      break;
    }
    default: break;
  }
  end(with, how);
}

bool goes_below_http(fault_kind kind) {
  return kind == fault_kind::drop_after_storing || kind == fault_kind::drop_in_head ||
         kind == fault_kind::drop_in_answer || kind == fault_kind::slow_answer || kind == fault_kind::raw_answer;
}

}  // namespace

stand_in::stand_in(json initial, const std::string& url)
    : initial_(std::move(initial)), url_{url}, world_{beginning(initial_, url)} {}

world stand_in::beginning(const json& initial, const std::string& url) {
  world fresh;
  fresh.settings.scopes = administrator_scopes();
  fresh.settings.api_url = url;
  seed(fresh, initial);
  return fresh;
}

void stand_in::set_faults(const json& script) {
  const std::scoped_lock lock{mutex_};
  faults_.replace(script, world_.clock.seconds());
}

void stand_in::expire_token_of(const request& asked) {
  const std::scoped_lock lock{mutex_};
  const std::string_view given = asked.authorization;
  if (const auto found = world_.tokens.find(given.substr(std::min(given.size(), given.find(' ') + 1)));
      found != world_.tokens.end()) {
    found->second.ends = 0;
  }
}

reply stand_in::carry_out(const request& asked, const routed& where, const upload& received) {
  const std::scoped_lock lock{mutex_};
  if (is_token_endpoint(asked)) {
    return grant_token(world_, asked);
  }
  const bearer by = find_bearer(world_, asked);
  if (by.found == nullptr) {
    return by.refused;
  }
  if (where.to == nullptr) {
    return refuse("path-unknown");
  }
  const rate_label label = where.to->label;
  const auto answered = [&]() -> reply {
    if (!has_one_of(*by.found, where.to->scopes)) {
      return refuse("scope-missing", joined(where.to->scopes));
    }
    call asking{world_, asked, *by.found, where.to->kind, where.id, where.member, received};
    reply given = where.to->answer(asking);
    if (world_.settings.limits) {
      world_.limits.describe(world_.settings.plan, label, given);
    }
    return given;
  };
  std::optional<reply> refused;
  if (world_.settings.limits) {
    refused = world_.limits.refuse_or_count(world_.settings.plan, label, world_.clock.seconds());
  }
  reply given = refused ? std::move(*refused) : answered();
  given.headers.emplace_back("X-RateLimit-Category", label_names[static_cast<std::size_t>(label)]);
  given.headers.emplace_back("x-zm-trackingid", "v=2.0;clid=local;rid=WEB_" + world_.new_id());
  return given;
}

std::optional<reply> stand_in::answer(request& asked, const body_reader& read_body,
                                      const std::function<connection()>& open_connection) {
  const auto take_body = [&](std::uint64_t most) {
    return read_body([&](std::string_view piece) {
      asked.body += piece;
      return asked.body.size() < most;
    });
  };
  if (!asked.path.empty() && asked.path.front() == "control") {
    return take_body(UINT64_MAX) ? std::optional{control(asked)} : std::nullopt;
  }

  const routed where = find_route(asked);
  const std::string endpoint = is_token_endpoint(asked) ? "token"
                               : where.to == nullptr    ? "unknown"
                                                        : std::string{where.to->name};
  const std::string target = where.target();
  const journal::stay counted{journal_, endpoint, target, asked.authorization};
  const fault met = faults_.meet(endpoint, target).value_or(fault{});
  const auto is = [&](fault_kind kind) { return met.fired > 0 && met.kind == kind; };
  const auto drop = [&]() -> std::optional<reply> {
    journal_.answered(endpoint, "dropped");
    end(open_connection(), met);
    return std::nullopt;
  };

  if (is(fault_kind::drop_before_body)) {
    return drop();
  }
  if (!take_body(is(fault_kind::drop_in_body) ? met.bytes.value_or(1) : UINT64_MAX)) {
    return drop();
  }
  if (is(fault_kind::drop_before_storing) || is(fault_kind::drop_in_body)) {
    return drop();
  }
  if (is(fault_kind::hold_before_storing)) {
    held_.wait();
  }
  if (is(fault_kind::expire_token)) {
    expire_token_of(asked);
  }

  const bool takes_file = where.to != nullptr && !where.to->part.empty();
  const upload received = takes_file ? read_upload(asked.content_type, asked.body, where.to->part) : upload{};
  reply given = met.given;
  if (!is(fault_kind::answer) || met.stored) {
    reply truth = carry_out(asked, where, received);
    if (received.part_found) {
      journal_.received(target, endpoint, received, truth.status);
    }
    if (!is(fault_kind::answer)) {
      given = std::move(truth);
    }
  } else if (received.part_found) {
    journal_.received(target, endpoint, received, given.status);
  }
  if (is(fault_kind::edit_answer)) {
    edit(given, met.patch);
  }
  if (is(fault_kind::hold_after_storing)) {
    held_.wait();
  }
  if (met.fired > 0 && goes_below_http(met.kind)) {
    journal_.answered(endpoint, "dropped");
    give_badly(given, met, open_connection());
    return std::nullopt;
  }
  journal_.answered(endpoint, std::to_string(given.status));
  return given;
}

}  // namespace zoom_server
