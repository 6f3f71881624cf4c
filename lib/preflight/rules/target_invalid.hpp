#pragma once

#include <preflight/request.hpp>
#include <preflight/rule.hpp>

namespace preflight::rules {

inline constexpr rule target_invalid{
    .id = "target-invalid",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::error,
    .summary = "The target cannot be the id of a user, group or account.",
    .why = "An empty id or a placeholder leads to another address of the service, or to one that nobody has.",
    .fix = "Write user:, group: or account: and the id; a user may be named by e-mail address.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || (s.asked->form != nullptr && s.asked->id.empty())) {
            return false;
          }
          const request& asked = *s.asked;
          constexpr std::size_t longest = 254;  // of an e-mail address, RFC 5321, 4.5.3.1.3 without its brackets
          const std::size_t at = asked.id.find('@');
          const std::size_t odd = asked.id.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@.!#$%&'*+-/=?^_`{|}~");
          const bool placeholder = asked.id.starts_with('{') && asked.id.ends_with('}');
          const auto say = [&](std::string_view what) {
            out.actual << (odd == std::string_view::npos ? asked.id : std::string_view{});
            out.message << "The " << name_of(asked.kind) << ' ' << what << '.';
            return true;
          };
          if (asked.id.empty()) {
            return say("has no id");
          }
          if (asked.id == "." || asked.id == "..") {
            return say("is named by dots, which are folders in an address");
          }
          if (placeholder) {
            return say("is a placeholder that nobody replaced");
          }
          if (asked.id.size() > longest) {
            out.actual << asked.id.size();
            out.limit << longest;
            out.message << "The " << name_of(asked.kind) << " has an id of " << asked.id.size()
                        << " bytes; none has more than " << longest << '.';
            return true;
          }
          // Letters above ASCII can be in an address (RFC 6531), and nothing else outside the list can.
          if (odd != std::string_view::npos &&
              (at == std::string_view::npos || static_cast<unsigned char>(asked.id[odd]) < 0x80)) {
            return say("has an id with a character that is in none");
          }
          if (at != std::string_view::npos && asked.kind != target_kind::user) {
            return say("is named by an e-mail address, as only a user can be");
          }
          if (at != std::string_view::npos && (at == 0 || at + 1 == asked.id.size() || asked.id.rfind('@') != at)) {
            return say("is named by half an e-mail address, or by more than one");
          }
          return false;
        },
};

}  // namespace preflight::rules
