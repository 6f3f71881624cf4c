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
  for (const std::string_view scope : scopes) {
    all += (all.empty() ? "" : ", ") + std::string{scope};
  }
  return all;
}

bool has_one_of(const token& held, std::span<const std::string_view> accepted) {
  return std::any_of(held.scopes.begin(), held.scopes.end(), [&](const std::string& scope) {
    return std::find(accepted.begin(), accepted.end(), scope) != accepted.end();
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

void stand_in::track(reply& answer, const routed& match) {
  if (match.route != nullptr) {
    answer.headers.emplace_back("X-RateLimit-Category", label_names[static_cast<std::size_t>(match.route->label)]);
  }
  constexpr std::string_view id = "x-zm-trackingid";
  const std::scoped_lock lock{mutex_};
  if (std::none_of(answer.headers.begin(), answer.headers.end(),
                   [&](const auto& header) { return header.first == id; })) {
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

void stand_in::expire_token_of(const request& request) {
  const std::scoped_lock lock{mutex_};
  const std::string_view given = request.authorization;
  if (const auto entry = world_.tokens.find(given.substr(std::min(given.size(), given.find(' ') + 1)));
      entry != world_.tokens.end()) {
    entry->second.ends = 0;
  }
}

bool is_token_endpoint(const request& request) {
  return request.method == "POST" && request.path == std::vector<std::string>{"oauth", "token"};
}

reply stand_in::carry_out(const request& request, const routed& match, const upload& received) {
  const std::scoped_lock lock{mutex_};
  if (is_token_endpoint(request)) {
    return grant_token(world_, request);
  }
  const bearer bearer_match = find_bearer(world_, request);
  if (bearer_match.found == nullptr) {
    return bearer_match.refused;
  }
  if (match.route == nullptr) {
    return refuse("path-unknown");
  }
  const rate_label label = match.route->label;
  const auto answered = [&]() -> reply {
    if (!has_one_of(*bearer_match.found, match.route->scopes)) {
      return refuse("scope-missing", joined(match.route->scopes));
    }
    call api_call{world_, request, *bearer_match.found, match.route->kind, match.id, received};
    reply given = match.route->answer(api_call);
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

std::optional<reply> stand_in::answer(request& request, const body_reader& read_body,
                                      const std::function<connection()>& open_connection) {
  if (request.path.empty() || request.path.front() != "control") {
    return exchange{*this, request, open_connection}.run(read_body);
  }
  const bool whole = read_body([&](std::string_view piece) {
    request.body += piece;
    return true;
  });
  return whole ? control(request) : reply{400};
}

}  // namespace zoom_server
