#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

enum class form_encoding : std::uint8_t { json, multipart };

/// What came of adding members, of whom each is asked for once and in order.
struct added_members {
  std::vector<std::string> ids;  ///< as the service calls them
  std::size_t done = 0;          ///< so many are added, from the first on
  std::size_t in_doubt = 0;      ///< so many behind them may be: the answer was lost
};

}  // namespace preflight::upload
