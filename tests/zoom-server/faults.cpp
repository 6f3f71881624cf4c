#include "faults.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "routes.hpp"
#include "service/clock.hpp"
#include "service/limits.hpp"
#include "service/refusals.hpp"

namespace zoom_server {

namespace {

struct named_kind {
  std::string_view name;
  fault_kind kind;
};

constexpr std::array kinds{
    named_kind{"drop-before-body", fault_kind::drop_before_body},
    named_kind{"drop-in-body", fault_kind::drop_in_body},
    named_kind{"drop-before-storing", fault_kind::drop_before_storing},
    named_kind{"hold-before-storing", fault_kind::hold_before_storing},
    named_kind{"expire-token", fault_kind::expire_token},
    named_kind{"answer", fault_kind::answer},
    named_kind{"refuse", fault_kind::answer},
    named_kind{"too-fast", fault_kind::answer},
    named_kind{"daily-limit", fault_kind::answer},
    named_kind{"redirect", fault_kind::answer},
    named_kind{"proxy-page", fault_kind::answer},
    named_kind{"edit-answer", fault_kind::edit_answer},
    named_kind{"drop-after-storing", fault_kind::drop_after_storing},
    named_kind{"hold-after-storing", fault_kind::hold_after_storing},
    named_kind{"drop-in-head", fault_kind::drop_in_head},
    named_kind{"drop-in-answer", fault_kind::drop_in_answer},
    named_kind{"slow-answer", fault_kind::slow_answer},
    named_kind{"raw-answer", fault_kind::raw_answer},
    named_kind{"close-after-answer", fault_kind::close_after_answer},
};

constexpr std::string_view proxy_page =
    "<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>502 Bad gateway</h1></body></html>\n";

reply given_answer(const json& wish) {
  reply answer{wish.value("status", 200)};
  if (const auto body = wish.find("body"); body != wish.end()) {
    answer.body = body->is_string() ? body->get<std::string>() : body->dump();
  }
  answer.content_type = wish.value("content_type", answer.content_type);
  return answer;
}

reply answer_of(const std::string& does, const json& wish, std::int64_t now) {
  if (does == "refuse") {
    return refuse(wish.at("refusal").get<std::string>(), wish.value("about", "it"));
  }
  if (does == "too-fast") {
    return too_fast(20, now);
  }
  if (does == "daily-limit") {
    return daily_limit(2000, now);
  }
  if (does == "redirect") {
    reply answer{wish.value("status", 302)};
    answer.headers.emplace_back("Location", wish.at("location").get<std::string>());
    return answer;
  }
  if (does == "proxy-page") {
    reply answer{wish.value("status", 502)};
    answer.body = proxy_page;
    answer.content_type = "text/html";
    return answer;
  }
  return given_answer(wish);
}

/// In place of one that is there, or added; an empty value takes it away.
void set_header(reply& answer, const std::string& name, const std::string& value) {
  std::erase_if(answer.headers, [&](const auto& header) { return header.first == name; });
  if (!value.empty()) {
    answer.headers.emplace_back(name, value);
  }
}

void refuse_unknown_keys(const json& wish) {
  static const std::set<std::string, std::less<>> known{
      "do",     "endpoint", "target",       "nth",     "every",   "times", "stored",   "reset", "bytes", "milliseconds",
      "status", "body",     "content_type", "headers", "refusal", "about", "location", "patch", "text",  "retry_after"};
  for (const auto& [key, value] : wish.items()) {
    if (!known.contains(key)) {
      throw std::invalid_argument{"unknown key: " + key};
    }
  }
}

fault read(const json& wish, std::int64_t now) {
  refuse_unknown_keys(wish);
  fault one;
  one.does = wish.at("do").get<std::string>();
  const auto* const kind = std::find_if(kinds.begin(), kinds.end(),
                                        [&](const named_kind& kind_entry) { return kind_entry.name == one.does; });
  if (kind == kinds.end()) {
    throw std::invalid_argument{"unknown fault: " + one.does};
  }
  one.kind = kind->kind;
  one.endpoint = wish.value("endpoint", "");
  one.target = wish.value("target", "");
  if (!one.endpoint.empty() && !is_endpoint(one.endpoint)) {
    throw std::invalid_argument{"unknown endpoint: " + one.endpoint};
  }
  if (!one.target.empty() && !is_target(one.target)) {
    throw std::invalid_argument{"no target: " + one.target};
  }
  one.nth = std::max<std::uint64_t>(1, wish.value("nth", std::uint64_t{1}));
  one.every = std::max<std::uint64_t>(1, wish.value("every", std::uint64_t{1}));
  one.times = wish.value("times", std::uint64_t{1});
  one.stored = wish.value("stored", false);
  one.reset = wish.value("reset", false);
  if (wish.contains("bytes")) {
    one.bytes = wish["bytes"].get<std::uint64_t>();
  }
  one.pause = std::chrono::milliseconds{wish.value("milliseconds", 10)};
  one.patch = wish.value("patch", json::object());
  one.text = wish.value("text", "");
  if (one.kind == fault_kind::answer) {
    one.given = answer_of(one.does, wish, now);
  }
  const json headers = wish.value("headers", json::object());
  for (const auto& [name, value] : headers.items()) {
    set_header(one.given, name, value.get<std::string>());
  }
  if (wish.contains("retry_after")) {
    set_header(one.given, "Retry-After", wish["retry_after"].get<std::string>());
  }
  return one;
}

}  // namespace

std::vector<std::string_view> fault_names() {
  std::vector<std::string_view> names;
  names.reserve(kinds.size());
  for (const named_kind& kind_entry : kinds) {
    names.push_back(kind_entry.name);
  }
  return names;
}

void fault_script::replace(const json& script, std::int64_t now) {
  std::vector<fault> faults;
  for (const json& entry : script) {
    try {
      faults.push_back(read(entry, now));
    } catch (const std::exception& error) {
      throw std::invalid_argument{"fault " + std::to_string(faults.size() + 1) + ": " + error.what()};
    }
  }
  const std::scoped_lock lock{mutex_};
  faults_ = std::move(faults);
}

std::optional<fault> fault_script::meet(const std::string& endpoint, const std::string& target) {
  const std::scoped_lock lock{mutex_};
  fault* firing = nullptr;
  for (fault& candidate : faults_) {
    if ((!candidate.endpoint.empty() && candidate.endpoint != endpoint) ||
        (!candidate.target.empty() && candidate.target != target)) {
      continue;
    }
    ++candidate.matched;
    const bool due = candidate.matched >= candidate.nth && (candidate.matched - candidate.nth) % candidate.every == 0;
    if (firing == nullptr && due && (candidate.times == 0 || candidate.fired < candidate.times)) {
      firing = &candidate;
    }
  }
  if (firing == nullptr) {
    return std::nullopt;
  }
  ++firing->fired;
  return *firing;
}

json fault_script::described() const {
  const std::scoped_lock lock{mutex_};
  json all = json::array();
  for (const fault& listed : faults_) {
    all.push_back({{"do", listed.does},
                   {"endpoint", listed.endpoint},
                   {"target", listed.target},
                   {"matched", listed.matched},
                   {"fired", listed.fired}});
  }
  return all;
}

}  // namespace zoom_server
