#include "stand_in.hpp"

#include <algorithm>
#include <utility>

#include "http/exchange.hpp"
#include "service/oauth.hpp"
#include "service/refusals.hpp"

namespace zoom_server {

namespace {

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

void stand_in::track(reply& answer, const routed& where) {
  if (where.to != nullptr) {
    answer.headers.emplace_back("X-RateLimit-Category", label_names[static_cast<std::size_t>(where.to->label)]);
  }
  constexpr std::string_view id = "x-zm-trackingid";
  const std::scoped_lock lock{mutex_};
  if (std::none_of(answer.headers.begin(), answer.headers.end(), [&](const auto& each) { return each.first == id; })) {
    answer.headers.emplace_back(id, "v=2.0;clid=local;rid=WEB_" + world_.new_id());
  }
}

bool stand_in::begin_deletion(const std::string& target) {
  const std::scoped_lock lock{mutex_};
  return deleting_.insert(target).second;
}

void stand_in::end_deletion(const std::string& target) {
  const std::scoped_lock lock{mutex_};
  deleting_.erase(target);
}

void stand_in::expire_token_of(const request& asked) {
  const std::scoped_lock lock{mutex_};
  const std::string_view given = asked.authorization;
  if (const auto found = world_.tokens.find(given.substr(std::min(given.size(), given.find(' ') + 1)));
      found != world_.tokens.end()) {
    found->second.ends = 0;
  }
}

bool is_token_endpoint(const request& asked) {
  return asked.method == "POST" && asked.path == std::vector<std::string>{"oauth", "token"};
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
  return refused ? std::move(*refused) : answered();
}

std::optional<reply> stand_in::answer(request& asked, const body_reader& read_body,
                                      const std::function<connection()>& open_connection) {
  if (asked.path.empty() || asked.path.front() != "control") {
    return exchange{*this, asked, open_connection}.run(read_body);
  }
  const bool whole = read_body([&](std::string_view piece) {
    asked.body += piece;
    return true;
  });
  return whole ? control(asked) : reply{400};
}

}  // namespace zoom_server
