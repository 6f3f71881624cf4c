#include "http/exchange.hpp"

#include <algorithm>
#include <string_view>
#include <thread>
#include <utility>

#include "service/refusals.hpp"

namespace zoom_server {

namespace {

std::string name_of(const request& request, const routed& match) {
  if (is_token_endpoint(request)) {
    return std::string{token_endpoint};
  }
  return std::string{match.route == nullptr ? unknown_endpoint : match.route->name};
}

/// As HTTP/1.1 puts it. `closing` says whether it is the last of its connection, which need not be the truth.
std::string head_of(const reply& answer, bool closing) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " \r\n" + (closing ? "Connection: close\r\n" : "");
  for (const auto& [name, value] : answer.headers) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
  head.append("Content-Type: ").append(answer.content_type).append("\r\n");
  return head.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n\r\n");
}

void edit(reply& answer, const json& patch) {
  json value = json::parse(answer.body, nullptr, false);
  if (value.is_object()) {
    value.merge_patch(patch);
    answer.body = value.dump();
  }
}

void send_slowly(const connection& client, std::string_view whole, std::size_t step, std::chrono::milliseconds pause) {
  for (std::size_t i = 0; i < whole.size() && client.send(whole.substr(i, step)); i += step) {
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

exchange::exchange(stand_in& service, request& request, const std::function<connection()>& open_connection)
    : service_{service},
      request_{request},
      open_connection_{open_connection},
      match_{find_route(request)},
      endpoint_{name_of(request, match_)},
      target_{match_.target()},
      counted_{service.journal_, endpoint_, target_, request.authorization},
      fault_{service.faults_.meet(endpoint_, target_)} {}

exchange::~exchange() {
  if (deletes_ && alone_) {
    service_.end_deletion(target_);
  }
}

void exchange::end_connection(const std::string& ending) {
  service_.journal_.answered(endpoint_, ending);
  if (fault_ && fault_->reset) {
    open_connection_().reset();
  } else {
    open_connection_().finish();
  }
}

bool exchange::take_body(const body_reader& read_body) {
  const std::uint64_t limit = meets(fault_kind::drop_in_body) ? fault_->bytes.value_or(1) : UINT64_MAX;
  const bool whole = !meets(fault_kind::drop_before_body) && read_body([&](std::string_view piece) {
    request_.body += piece;
    return request_.body.size() < limit;
  });
  const bool dropped =
      meets(fault_kind::drop_before_body) || meets(fault_kind::drop_in_body) || meets(fault_kind::drop_before_storing);
  if (dropped || !whole) {
    end_connection(dropped ? "dropped" : "broken-off");
    return false;
  }
  return true;
}

reply exchange::find_answer() {
  const bool takes_file = match_.route != nullptr && !match_.route->part.empty();
  const upload received = takes_file ? read_upload(request_.content_type, request_.body, match_.route->part) : upload{};
  reply given;
  if (!meets(fault_kind::answer) || fault_->stored) {
    given = alone_ ? service_.carry_out(request_, match_, received) : refuse("too-many-at-once");
  }
  if (meets(fault_kind::answer)) {
    given = fault_->given;
  }
  if (received.part_found) {
    service_.journal_.received(target_, endpoint_, received, given.status);
  }
  if (!meets(fault_kind::answer) || fault_->does != "proxy-page") {
    service_.track(given, match_);
  }
  if (meets(fault_kind::edit_answer)) {
    edit(given, fault_->patch);
  }
  return given;
}

void exchange::give_badly(const reply& answer) {
  const connection client = open_connection_();
  const std::string head = head_of(answer, !meets(fault_kind::close_after_answer));
  const std::string_view body = answer.body;
  if (meets(fault_kind::drop_in_head)) {
    client.send(std::string_view{head}.substr(0, fault_->bytes.value_or(9)));
  } else if (meets(fault_kind::drop_in_answer)) {
    client.send(head + std::string{body.substr(0, fault_->bytes.value_or(body.size() / 2))});
  } else if (meets(fault_kind::close_after_answer)) {
    client.send(head + answer.body);
  } else if (meets(fault_kind::raw_answer)) {
    client.send(fault_->text);
  } else if (meets(fault_kind::slow_answer)) {
    send_slowly(client, head + answer.body, std::max<std::size_t>(1, fault_->bytes.value_or(16)), fault_->pause);
  }
}

std::optional<reply> exchange::run(const body_reader& read_body) {
  if (!take_body(read_body)) {
    return std::nullopt;
  }
  deletes_ = request_.method == "DELETE" && !target_.empty();
  alone_ = !deletes_ || service_.begin_deletion(target_);
  if (meets(fault_kind::hold_before_storing)) {
    service_.held_.wait();
  }
  if (meets(fault_kind::expire_token)) {
    service_.expire_token_of(request_);
  }
  reply given = find_answer();
  if (meets(fault_kind::hold_after_storing)) {
    service_.held_.wait();
  }
  if (meets(fault_kind::drop_after_storing) || meets(fault_kind::drop_in_head) || meets(fault_kind::drop_in_answer) ||
      meets(fault_kind::raw_answer) || meets(fault_kind::slow_answer) || meets(fault_kind::close_after_answer)) {
    give_badly(given);
    const bool whole = meets(fault_kind::slow_answer) || meets(fault_kind::close_after_answer);
    end_connection(whole ? std::to_string(given.status) : "dropped");
    return std::nullopt;
  }
  service_.journal_.answered(endpoint_, std::to_string(given.status));
  return given;
}

}  // namespace zoom_server
