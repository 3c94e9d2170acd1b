export const conclusions = () => "";
