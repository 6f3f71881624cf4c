#pragma once

#include <preflight/upload/rules/request_rule.hpp>

namespace preflight::upload::rules {

inline constexpr request_rule account_id_explicit{
    {
        .id = "account-id-explicit",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The account is given by its id instead of `me`.",
        .why = "Zoom finds only sub-accounts of a master account by id; for others it reports that the account does "
               "not exist.",
        .fix = "Write account:me for the account that the token belongs to.",
    },
    [](const request_subject& s, const destination&, finding& out) {
      if (s.request.kind != target_kind::account || s.request.id.empty() || s.request.id == "me") {
        return false;
      }
      out.actual << s.request.id;
      out.limit << "me";
      out.message << "The account is given by its id, which works only for sub-accounts of a master account.";
      return true;
    },
};

}  // namespace preflight::upload::rules
