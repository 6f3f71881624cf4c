#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "faults.hpp"
#include "http/connection.hpp"
#include "http/message.hpp"
#include "journal.hpp"
#include "routes.hpp"
#include "stand_in.hpp"

namespace zoom_server {

/// One request to the API from its head to its response, with what the fault script does to it on the way.
class exchange {
 public:
  exchange(stand_in& service, request& request, const std::function<connection()>& open_connection);
  exchange(const exchange&) = delete;
  exchange(exchange&&) = delete;
  exchange& operator=(const exchange&) = delete;
  exchange& operator=(exchange&&) = delete;
  ~exchange();

  /// Nothing where the connection has been ended instead.
  std::optional<reply> run(const body_reader& read_body);

 private:
  [[nodiscard]] bool meets(fault_kind kind) const { return fault_ && fault_->kind == kind; }
  /// False where the connection has been ended meanwhile.
  [[nodiscard]] bool take_body(const body_reader& read_body);
  [[nodiscard]] reply find_answer();
  void give_badly(const reply& answer);
  void end_connection(const std::string& ending);

  stand_in& service_;
  request& request_;
  const std::function<connection()>& open_connection_;
  routed match_;
  std::string endpoint_;
  std::string target_;
  journal::stay counted_;
  std::optional<fault> fault_;
  bool deletes_ = false;
  bool alone_ = true;  ///< no other request deletes something of the target
};

}  // namespace zoom_server
