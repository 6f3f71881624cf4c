#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "faults.hpp"
#include "http/connection.hpp"
#include "http/gate.hpp"
#include "http/message.hpp"
#include "journal.hpp"
#include "routes.hpp"
#include "service/state.hpp"

namespace zoom_server {

/// Hands over the body piece by piece while the receiver says true; false where it did not come to its end.
using body_reader = std::function<bool(const std::function<bool(std::string_view)>&)>;

[[nodiscard]] bool is_token_endpoint(const request& request);

/// The whole service, without the server that speaks HTTP. Every member may be called from several threads.
class stand_in {
 public:
  /// Throws what seed() throws.
  stand_in(json initial, const std::string& url);

  /// Nothing where a fault has ended the connection instead. `open_connection` is only called for a fault.
  std::optional<reply> answer(request& request, const body_reader& read_body,
                              const std::function<connection()>& open_connection);
  void set_faults(const json& script);
  /// Lets everybody go whom a fault holds.
  void release() { held_.open(); }

 private:
  [[nodiscard]] static world beginning(const json& initial, const std::string& url);

  [[nodiscard]] reply control(const request& request);
  [[nodiscard]] reply control_state(const request& request);
  [[nodiscard]] reply control_faults(const request& request);
  [[nodiscard]] reply control_clock(const request& request);

  friend class exchange;

  [[nodiscard]] reply carry_out(const request& request, const routed& match, const upload& received);
  /// Adds the headers that every response of the API has.
  void track(reply& answer, const routed& match);
  /// False where another request deletes something of this target. Otherwise none may until this one has ended.
  [[nodiscard]] bool begin_deletion(const std::string& target);
  void end_deletion(const std::string& target);
  void expire_token_of(const request& request);

  const json initial_;
  const std::string url_;
  std::mutex mutex_;  ///< of the world: whoever answers holds it
  world world_;
  std::set<std::string> deleting_;  ///< targets; guarded as the world is
  fault_script faults_;
  journal journal_;
  gate held_;
};

}  // namespace zoom_server
