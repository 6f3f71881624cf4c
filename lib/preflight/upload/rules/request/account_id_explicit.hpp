#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule account_id_explicit{
    {
        .id = "account-id-explicit",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The account is named by its id, not as `me`.",
        .why =
            "The service finds only sub-accounts of a master account by id; to others it answers that there is none.",
        .fix = "Write account:me for the account that the token belongs to.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.kind != target_kind::account || s.request.id.empty() || s.request.id == "me") {
        return false;
      }
      out.actual << s.request.id;
      out.limit << "me";
      out.message << "The account is named by an id, by which only a master account finds its sub-accounts.";
      return true;
    },
};

}  // namespace preflight::upload::rules
