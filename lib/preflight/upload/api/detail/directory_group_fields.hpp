#pragma once

#include <string>
#include <utility>
#include <vector>

#include <preflight/upload/api/directory_group.hpp>
#include <preflight/upload/response/read_json.hpp>

namespace preflight::upload {

/// The body of a change as the API takes it.
[[nodiscard]] std::string json_of(const im_group_change& change);
/// The same fields as Zoom's page of the call shows them in a form.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> fields_of(const im_group_change& change);

[[nodiscard]] im_group im_group_in(const json_value& object);

}  // namespace preflight::upload
