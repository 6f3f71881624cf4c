#pragma once

#include <preflight/rule.hpp>
#include <preflight/upload/request.hpp>

namespace preflight::rules {

inline constexpr rule account_id_explicit{
    .id = "account-id-explicit",
    .since = "0.1",
    .about = topic::request,
    .severity = severity::warning,
    .summary = "The account is named by its id, not as `me`.",
    .why = "The service finds only sub-accounts of a master account by id; to others it answers that there is none.",
    .fix = "Write account:me for the account that the token belongs to.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.asked == nullptr || s.asked->kind != target_kind::account || s.asked->id.empty() ||
              s.asked->id == "me") {
            return false;
          }
          out.actual << s.asked->id;
          out.limit << "me";
          out.message << "The account is named by an id, by which only a master account finds its sub-accounts.";
          return true;
        },
};

}  // namespace preflight::rules
