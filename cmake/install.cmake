# What an installed prefix holds: headers, the CMake package, the pkg-config files and, when built, the program.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/media_preflight")
install(FILES cmake/media_preflight-config.cmake DESTINATION "${package_dir}")
foreach(component IN ITEMS core decode video)
  if(TARGET media_preflight_${component})
    install(TARGETS media_preflight_${component} EXPORT media_preflight-${component} FILE_SET HEADERS)
    install(EXPORT media_preflight-${component} NAMESPACE media_preflight:: DESTINATION "${package_dir}")
    set(name "media-preflight-${component}.pc")
    string(REPLACE "-core.pc" ".pc" name "${name}")
    configure_file(cmake/${name}.in ${name} @ONLY)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/${name}" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")
  endif()
endforeach()

# Headers only, so one package serves every architecture.
set(version_file "${CMAKE_CURRENT_BINARY_DIR}/media_preflight-config-version.cmake")
write_basic_package_version_file("${version_file}" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${version_file}" DESTINATION "${package_dir}")

if(TARGET media-preflight)
  install(TARGETS media-preflight)
endif()
