#include "../endpoints.hpp"
#include "../refusals.hpp"

namespace zoom_server::endpoints {

reply list_im_groups(call& /*c*/) { return refuse("path-unknown"); }
reply create_im_group(call& /*c*/) { return refuse("path-unknown"); }
reply show_im_group(call& /*c*/) { return refuse("path-unknown"); }
reply update_im_group(call& /*c*/) { return refuse("path-unknown"); }
reply delete_im_group(call& /*c*/) { return refuse("path-unknown"); }
reply list_im_members(call& /*c*/) { return refuse("path-unknown"); }
reply add_im_members(call& /*c*/) { return refuse("path-unknown"); }
reply delete_im_member(call& /*c*/) { return refuse("path-unknown"); }

}  // namespace zoom_server::endpoints
