#pragma once

#include "routes.hpp"

namespace zoom_server::endpoints {

reply show_settings(call& c);
reply upload_background(call& c);
reply delete_backgrounds(call& c);

reply show_branding(call& c);
reply upload_wallpaper(call& c);
reply delete_wallpaper(call& c);

reply show_user(call& c);
reply upload_picture(call& c);
reply delete_picture(call& c);

reply list_im_groups(call& c);
reply create_im_group(call& c);
reply show_im_group(call& c);
reply update_im_group(call& c);
reply delete_im_group(call& c);

}  // namespace zoom_server::endpoints
