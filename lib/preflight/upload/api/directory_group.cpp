#include <preflight/upload/api/directory_group.hpp>

#include <array>

#include <preflight/upload/api/detail/directory_group_fields.hpp>

namespace preflight::upload {
namespace {

struct search_field {
  const char* name;
  std::optional<std::string_view> group_form::*typed;
  std::optional<bool> im_group_change::*wanted;
  std::optional<bool> im_group::*told;
};
constexpr std::array search_fields{
    search_field{"search_by_domain", &group_form::search_by_domain, &im_group_change::search_by_domain,
                 &im_group::search_by_domain},
    search_field{"search_by_account", &group_form::search_by_account, &im_group_change::search_by_account,
                 &im_group::search_by_account},
    search_field{"search_by_ma_account", &group_form::search_by_ma_account, &im_group_change::search_by_ma_account,
                 &im_group::search_by_ma_account},
};

}  // namespace

im_group_change change_of(const group_form& form) {
  im_group_change made;
  made.name = form.name;
  made.type = form.type;
  for (const search_field& each : search_fields) {
    const std::optional<std::string_view>& typed = form.*each.typed;
    if (typed == "true" || typed == "false") {
      made.*each.wanted = typed == "true";
    }
  }
  return made;
}

std::string json_of(const im_group_change& change) {
  json_value body = json_value::object();
  if (change.name) {
    body["name"] = *change.name;
  }
  if (change.type) {
    body["type"] = *change.type;
  }
  for (const search_field& each : search_fields) {
    if (change.*each.wanted) {
      body[each.name] = *(change.*each.wanted);
    }
  }
  return body.dump(-1, ' ', false, json_value::error_handler_t::replace);
}

std::vector<std::pair<std::string, std::string>> fields_of(const im_group_change& change) {
  std::vector<std::pair<std::string, std::string>> made;
  if (change.name) {
    made.emplace_back("name", *change.name);
  }
  if (change.type) {
    made.emplace_back("type", *change.type);
  }
  for (const search_field& each : search_fields) {
    if (change.*each.wanted) {
      made.emplace_back(each.name, *(change.*each.wanted) ? "true" : "false");
    }
  }
  return made;
}

im_group im_group_in(const json_value& object) {
  im_group made;
  made.id = text_in(object, "id");
  made.name = text_in(object, "name");
  made.type = text_in(object, "type");
  made.members = count_in(object, "total_members");
  for (const search_field& each : search_fields) {
    made.*each.told = flag_in(object, each.name);
  }
  return made;
}

}  // namespace preflight::upload
