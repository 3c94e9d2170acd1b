export default { publicDir: "out" };
