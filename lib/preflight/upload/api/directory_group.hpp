#pragma once

#include <cstdint>
#include <optional>
#include <string>

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

}  // namespace preflight::upload
