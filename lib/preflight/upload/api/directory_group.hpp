#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/request.hpp>

namespace preflight::upload {

/// A directory group as the service tells it; what it does not tell is unset.
struct im_group {
  std::string id{};
  std::string name{};
  std::string type{};
  std::optional<std::uint64_t> members{};
  std::optional<bool> search_by_domain{};
  std::optional<bool> search_by_account{};
  std::optional<bool> search_by_ma_account{};
};

/// What is to become of a group; what is unset stays as it is.
struct im_group_change {
  std::optional<std::string> name{};
  std::optional<std::string> type{};
  std::optional<bool> search_by_domain{};
  std::optional<bool> search_by_account{};
  std::optional<bool> search_by_ma_account{};
};

/// The change that a form asks for; a search option that is neither true nor false is left as it is.
[[nodiscard]] inline im_group_change change_of(const group_form& form) {
  const auto flag = [](const std::optional<std::string_view>& text) {
    return text == "true" || text == "false" ? std::optional{text == "true"} : std::nullopt;
  };
  return {std::optional<std::string>{form.name}, std::optional<std::string>{form.type}, flag(form.search_by_domain),
          flag(form.search_by_account), flag(form.search_by_ma_account)};
}

enum class form_encoding : std::uint8_t { json, multipart };

/// "Add IM directory group members": the service takes no more in one call.
inline constexpr std::size_t most_members_in_a_call = 10;

/// A member as the service takes it: an id or an e-mail address.
struct im_group_member {
  std::string id_or_email{};
};

/// What came of adding members, of whom each is asked for once and in order.
struct added_members {
  std::vector<std::string> ids;  ///< as the service calls them
  std::size_t done = 0;          ///< so many are added, from the first on
  std::size_t in_doubt = 0;      ///< so many behind them may be: the answer was lost
};

}  // namespace preflight::upload
