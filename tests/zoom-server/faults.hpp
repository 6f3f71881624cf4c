#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace zoom_server {

/// What goes wrong, in the order in which a request meets it.
enum class fault_kind {
  drop_before_body,
  drop_in_body,
  drop_before_storing,
  hold_before_storing,
  expire_token,
  answer,  ///< another answer than the true one
  edit_answer,
  drop_after_storing,
  hold_after_storing,
  drop_in_head,
  drop_in_answer,
  slow_answer,
  raw_answer,
  close_after_answer,  ///< whose head promises to go on
};

struct fault {
  std::string does;      ///< as the script names it
  std::string endpoint;  ///< empty: any
  std::string target;    ///< empty: any
  std::uint64_t nth = 1;
  std::uint64_t every = 1;
  std::uint64_t times = 1;  ///< 0: without end

  fault_kind kind = fault_kind::answer;
  bool stored = false;  ///< the request is carried out before a different response is given
  bool reset = false;   ///< RST where else FIN
  std::optional<std::uint64_t> bytes;
  std::chrono::milliseconds pause{10};
  reply given;
  json patch;
  std::string text;

  std::uint64_t matched = 0;
  std::uint64_t fired = 0;
};

/// What a script may call them.
[[nodiscard]] std::vector<std::string_view> fault_names();

/// Faults in the order of the script; a request has the first that fires, and counts for all that match it.
class fault_script {
 public:
  /// Throws std::invalid_argument with the place where the script makes no sense; then the old one stays.
  void replace(const json& script, std::int64_t now);
  [[nodiscard]] std::optional<fault> meet(const std::string& endpoint, const std::string& target);
  [[nodiscard]] json described() const;

 private:
  mutable std::mutex mutex_;
  std::vector<fault> faults_;
};

}  // namespace zoom_server
